import CPortAudio

/// Opens a device as it was asked for, and says what it offers where it refuses.
struct MicrophoneOpening {
    let portAudio: PortAudio
    /// Hertz; `nil`: the device's own.
    var rate: Double?
    /// `nil`: the device's own, two at most.
    var channels: Int?
    let ringSeconds: Double

    func device(_ wish: String) throws(CaptureError) -> SoundDevice {
        do {
            return try SoundDevice.chosen(wish, among: portAudio.devices)
        } catch let error as CaptureError {
            throw error
        } catch {
            throw CaptureError(.deviceMissing, "\(error)")
        }
    }

    func open(_ device: SoundDevice) throws(CaptureError) -> OpenMicrophone {
        // A sound system that offers any number of channels would be asked for 32, or 128.
        let channels = channels ?? min(device.channelCount, 2)
        let rate = rate ?? device.defaultRate
        // Asked before anything is set aside for them.
        guard channels >= 1, channels <= device.channelCount, rate > 0 else {
            throw error(
                OpenMicrophone.Refusal(
                    failure: rate > 0 ? cportaudio_channels_refused : cportaudio_rate_refused, reason: "out of range"),
                device, rate, channels)
        }
        do {
            return try OpenMicrophone(device, rate: rate, channels: channels, ringSeconds: ringSeconds)
        } catch let refusal as OpenMicrophone.Refusal {
            throw error(refusal, device, rate, channels)
        } catch {
            throw CaptureError(.deviceBusy, "\(error)")
        }
    }

    private func error(
        _ refusal: OpenMicrophone.Refusal, _ device: SoundDevice, _ rate: Double, _ channels: Int
    ) -> CaptureError {
        let subject = "microphone '\(device.name)'"
        switch refusal.failure {
        case cportaudio_rate_refused, cportaudio_channels_refused:
            // A sound system may claim 128 channels and take seconds to try them.
            let possible = (1...device.channelCount).contains(channels) ? channels : 1
            let rates = portAudio.rates(of: device, channels: possible)
            let offered =
                rates.isEmpty
                ? "\(hertz(device.defaultRate)) by itself" : rates.map { hertz($0) }.joined(separator: ", ")
            return CaptureError(
                .formatRefused,
                "\(subject): does not do \(hertz(rate)) with \(channelWords(channels)) (\(refusal.reason)); it offers "
                    + "\(channelWords(device.channelCount)) at most, and with \(channelWords(possible)) \(offered): ask for one of these, or leave it out"
            )
        case cportaudio_device_gone:
            return CaptureError(.disconnected, "\(subject): is gone (\(refusal.reason)): plug it in again")
        case cportaudio_device_busy:
            return CaptureError(
                .deviceBusy, "\(subject): another program holds it (\(refusal.reason)): end that one, or use 'default'")
        default:
            return CaptureError(
                .deviceBusy,
                "\(subject): cannot be opened (\(refusal.reason)): is it free, and may this user hear (group audio)?")
        }
    }
}
