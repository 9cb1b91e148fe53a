/// The column of `AB12`, from 0, beyond all columns where there are too many letters; and how many letters name it. Nil
/// where there are none.
func columnNumber(_ reference: UnsafePointer<CChar>) -> (column: Int, letters: Int)? {
    var column = 0
    var letters = 0
    while isLetter(UInt8(bitPattern: reference[letters])) {
        if letters > 2 { return (SheetText.mostColumns, letters) }
        column = column * 26 + Int(UInt8(bitPattern: reference[letters]) & 0x1F)
        letters += 1
    }
    return letters > 0 ? (column - 1, letters) : nil
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
func columnLetters(_ column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
        let letter = Unicode.Scalar(UInt8(0x41 + (rest - 1) % 26))
        letters = String(Character(letter)) + letters
        rest = (rest - 1) / 26
    }
    return letters
}
