import Testing

@testable import DetectorFitting
