extension UNet {
    /// Networks that were measured, for three colours.
    ///
    /// | preset | encoder | parameters | multiply-adds at 128×128 | at 256×256 |
    /// |---|---|---|---|---|
    /// | `light` | 18 layers, 16 wide, detail of 8 channels | 0.90 million | 108 million | 433 million |
    /// | `full` | 34 layers, 32 wide, detail of 16 channels | 6.13 million | 573 million | 2.29 billion |
    ///
    /// The customary U-Net on a ResNet-18, 64 wide and without a way at full resolution, has 14.3 million parameters and 1.32 billion
    /// multiply-adds at 128×128.
    ///
    /// Widths are multiples of 16: a processor's vectors hold 16 floats, and a network 12 wide takes as long as one of 16.
    public enum Preset: String, Sendable, Hashable, Codable, CaseIterable {
        /// For the edge.
        case light
        case full
    }

    public init(_ preset: Preset) {
        switch preset {
        case .light: self.init(depth: .resnet18, width: 16, stemStride: 2, detailChannels: 8, narrowest: 8)
        case .full: self.init(depth: .resnet34, width: 32, stemStride: 2, detailChannels: 16, narrowest: 16)
        }
    }
}
