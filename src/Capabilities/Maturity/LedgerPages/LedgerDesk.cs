using Cairn.Maturity.Loop;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Ledger;
using Cairn.Projects;

namespace Cairn.Maturity.LedgerPages;

/// <summary>What the pages of the ledger read from.</summary>
internal sealed record LedgerDesk(ILedger Ledger, LedgerVerifier Verifier, IProjects Projects, LoopReader Loops)
{
    /// <summary>Names of the project's versions; of the whole installation only those registered among the events shown.</summary>
    public async Task<SubjectNames> NamesAsync(string? project, IEnumerable<SealedEvent> shown, CancellationToken cancellation)
        => project is null ? new SubjectNames(shown.Select(e => e.Event)) : (await Loops.ReadAsync(project, cancellation)).Names;
}
