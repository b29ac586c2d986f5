using Cairn.Platform.Ledger;
using Cairn.Platform.Web;

namespace Cairn.Maturity.LedgerPages;

/// <summary>What the ledger's page shows; public because pages are.</summary>
public sealed record LedgerPageModel
{
    /// <summary>Null for the ledger of the whole installation.</summary>
    public string? Project { get; init; }

    public required TableQuery Query { get; init; }
    public required TablePage<LedgerRow> Page { get; init; }

    /// <summary>What verifying the chain found, when it was asked for.</summary>
    public LedgerVerdict? Verdict { get; init; }

    public string Base => Project is null ? "/ledger" : $"/p/{Project}/ledger";
}
