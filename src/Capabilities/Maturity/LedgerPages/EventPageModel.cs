using Cairn.Contracts.Ledger;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Components;

namespace Cairn.Maturity.LedgerPages;

/// <summary>One event with everything it says; public because pages are.</summary>
/// <param name="Base">Address of the ledger it is looked at in.</param>
public sealed record EventPageModel(long Position, LedgerEvent Event, Status Shown, RenderFragment Sentence, string Json, string Base);
