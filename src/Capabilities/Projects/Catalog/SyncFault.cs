using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>Why a look at the repository left the project as it was.</summary>
/// <param name="Commit">Head whose file is faulty; null when the repository could not be fetched.</param>
internal sealed record SyncFault(string Detail, string? Commit, IReadOnlyList<FileFault> Faults);
