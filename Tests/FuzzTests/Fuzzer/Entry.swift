/// What libFuzzer calls with one input after the other. `Scripts/fuzz` puts the target in the place of `Target`.
///
/// Anything wrong ends the process, so that the input is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let problem = Target.problem(Array(UnsafeBufferPointer(start: start, count: count))) { fatalError(problem) }
    return 0
}
