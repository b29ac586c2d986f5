using System.Globalization;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Assess;

/// <summary>Gaps accepted by people until a date. One asks, another approves.</summary>
internal static class Waivers
{
    /// <summary>Capability -> who approved it and until when.</summary>
    public static Dictionary<string, string> InForce(FoldContext context)
    {
        var waivers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SubjectLog log in context.Log.Of("waiver"))
        {
            if (log.Last.Type != "waiver.granted" || log.Text("capability") is not { } capability) continue;
            if (!DateTimeOffset.TryParse(log.Text("until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until)) continue;
            string asked = log.Last.Actor.Id;
            Contracts.Ledger.LedgerEvent? approval = context.ApprovalsOf(log.Id).FirstOrDefault(a => a.Actor.Id != asked && a.Actor.Kind == "person");
            if (until > context.Now && approval is not null)
                waivers[capability] = $"accepted until {until.UtcDateTime:yyyy-MM-dd}, approved by {approval.Actor.Id}";
        }
        return waivers;
    }
}
