// SPDX-License-Identifier: MIT
import Yams

/// A place in the file: line and column from 1, the column counted in Unicode scalars.
struct Place {
    let line: Int
    let column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}

extension Node {
    /// Where this begins in the file.
    var place: Place? { mark.map { Place($0) } }
}
