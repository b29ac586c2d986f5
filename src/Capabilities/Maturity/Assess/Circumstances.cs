using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Assess;

/// <summary>What is asked of this project: its declaration, corrected where records contradict it.</summary>
internal sealed record Circumstances(string Profile, string Declared, bool HasApp, IReadOnlySet<string> Roles, IReadOnlyList<string> Contradictions)
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    public static Circumstances Of(FoldContext context, AssessmentOptions options)
    {
        var contradictions = new List<string>();
        string declared = options.Profile ?? context.Project.Profile;
        string profile = options.Alone ? "solo" : Profiled(context, declared, contradictions);
        bool app = context.Project.HasApp || AppSeen(context, contradictions);
        Serving(context, contradictions);
        HashSet<string> roles = [.. context.Roles.HeldNow.Select(r => r.Role)];
        return new Circumstances(profile, declared, app, roles, contradictions);
    }

    /// <summary>Why a capability is not asked for; null when it is.</summary>
    public string? NotAsked(IEnumerable<string> needs)
    {
        foreach (string need in needs)
        {
            if (need == "app" && !HasApp) return "no application uses the model";
            if (need == "team" && Profile == "solo") return "one person holds all roles, no silo possible";
            if (need.StartsWith("role:", StringComparison.Ordinal) && !Roles.Contains(need[5..])) return $"nobody holds the role {need[5..]}";
        }
        return null;
    }

    private static string Profiled(FoldContext context, string declared, List<string> contradictions)
    {
        if (declared != "solo") return declared;
        string[] people = [.. context.Log.Events.Where(e => e.At > context.Now - Memory).SelectMany(Persons).Distinct(StringComparer.Ordinal).Take(2)];
        if (people.Length < 2) return declared;
        contradictions.Add("declared solo, but two people acted within 90 days: assessed as team");
        return "team";
    }

    private static IEnumerable<string> Persons(LedgerEvent e)
    {
        IEnumerable<string> named = e.Type == "change.merged" ? EventData.Texts(e.Data["authors"]).Concat(EventData.Texts(e.Data["reviewers"])) : [];
        return e.Actor.Kind == "person" ? named.Append(e.Actor.Id) : named;
    }

    private static bool AppSeen(FoldContext context, List<string> contradictions)
    {
        bool seen = context.Log.Of("release").Any(r => r.Text("of") == "app") || context.Log.Of("alias").Any(a => a.Text("owner") == "app");
        if (seen) contradictions.Add("declared without an application, but releases or bindings of one are on record: its rules apply");
        return seen;
    }

    private static void Serving(FoldContext context, List<string> contradictions)
    {
        if (context.Project.Declared is null || context.Project.Serving == "online") return;
        if (context.Log.Of("window").Any(w => w.Text("of") == "traffic" && w.Number("n") is > 0))
            contradictions.Add($"declared serving {context.Project.Serving}, but online requests are on record: assessed as online");
    }
}
