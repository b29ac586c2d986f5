namespace Cairn.Client;

/// <summary>What became of buffered runs.</summary>
/// <param name="Sent">Ids of the runs that are on the server now, with all that was kept of them.</param>
/// <param name="Waiting">Files that stay: their run is still being written by a process, the server went away again, or it does not take the run.</param>
/// <param name="Faults">What the server refused; it is not kept.</param>
public sealed record ReplayReport(IReadOnlyList<string> Sent, IReadOnlyList<string> Waiting, IReadOnlyList<RunFault> Faults);
