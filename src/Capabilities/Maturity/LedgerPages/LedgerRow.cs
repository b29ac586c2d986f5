using Cairn.Contracts.Ledger;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Components;

namespace Cairn.Maturity.LedgerPages;

/// <summary>One line of the ledger's table; public because pages are.</summary>
public sealed record LedgerRow(long Position, LedgerEvent Event, Status Shown, RenderFragment Sentence, string Text);
