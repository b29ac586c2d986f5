using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Assess;

/// <summary>Since when a level is held without a break, by the assessments on record.</summary>
internal static class HeldSince
{
    public static DateTimeOffset? Find(FoldContext context, string ladder, int level)
    {
        DateTimeOffset? since = null;
        List<LedgerEvent> events = context.Log.Events;
        for (int i = events.Count - 1; i >= 0; i--)
        {
            if (events[i].Type != "assessment.made") continue;
            if (EventData.Number((events[i].Data["levels"] as JsonObject)?[ladder]) is not { } held || held < level) break;
            since = events[i].At;
        }
        return since;
    }
}
