import Foundation

extension StateFolder {
    /// The folder of the bridge that a command on the same machine looks for.
    ///
    /// A shell does not have what systemd gives the service, so the service's own folder counts where the user's
    /// has no socket.
    /// - Parameters:
    ///   - configured: `state.path` from the configuration.
    ///   - environment: the command's environment.
    ///   - service: the folder that systemd gives the service (`StateDirectory=chargebridge`).
    public static func ofBridge(
        configured: String?, environment: [String: String], service: String = "/var/lib/chargebridge"
    ) -> StateFolder {
        let own = StateFolder(configured: configured, environment: environment)
        let isSaid = configured != nil || environment["STATE_DIRECTORY"] != nil
        guard !isSaid, access(own.socketPath, F_OK) != 0, access(service, F_OK) == 0 else { return own }
        return StateFolder(path: service)
    }
}
