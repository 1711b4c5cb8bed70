import HostEffects
import WorkflowModel

/// The messengers, one for each means.
package enum Messengers {
  /// `directory` is the watched clone or repository, in which relative paths begin; programs are not given what is
  /// withheld.
  package static func messenger(
    for means: DeliveryMeans, host: Host, directory: String, withheld: WithheldVariables = WithheldVariables()
  ) -> any Messenger {
    switch means {
    case .program(let command):
      ProgramMessenger(command: command, host: host, directory: directory, withheld: withheld)
    case .webhook(let url, let variable): WebhookMessenger(url: url, secretVariable: variable, host: host)
    case .pane(let target): PaneMessenger(target: target, host: host)
    case .lines(let path): LinesMessenger(path: path.hasPrefix("/") ? path : "\(directory)/\(path)")
    }
  }
}
