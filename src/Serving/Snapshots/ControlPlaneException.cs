namespace Cairn.Serving.Snapshots;

/// <summary>The control plane did not give what it was asked for.</summary>
internal sealed class ControlPlaneException(string message, Exception? cause = null) : Exception(message, cause);
