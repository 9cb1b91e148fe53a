extension StringProtocol {
    /// Whether the UTF-8 of a part stands somewhere in this text's; an empty part stands in every text.
    ///
    /// Many times quicker than comparing by characters, and the same for texts in one normal form.
    package func containsBytes(of part: some StringProtocol) -> Bool {
        var (text, part) = (String(self), String(part))
        return text.withUTF8 { text in
            part.withUTF8 { part in
                guard let first = part.first else { return true }
                guard part.count <= text.count else { return false }
                return (0...(text.count - part.count)).contains { start in
                    text[start] == first && text[start..<(start + part.count)].elementsEqual(part)
                }
            }
        }
    }
}
