import Testing

@testable import AnomalyDetection
