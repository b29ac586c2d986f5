using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>What the project declares of itself, from its newest declaration as of an instant.</summary>
internal sealed class ProjectSettings
{
    private static readonly TimeSpan DefaultBeat = TimeSpan.FromDays(7);
    private readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal) { ["dev"] = "train" };
    private readonly List<(DateTimeOffset From, HashSet<string> Roles)> _approvals = [];

    public ProjectSettings(EventLog log, string name)
    {
        Name = name;
        LedgerEvent[] declarations = [.. log.Of("project").Where(s => s.Id == name).SelectMany(s => s.Events).Where(e => e.Type == "project.declared")];
        foreach (LedgerEvent e in declarations) Environments(e);
        if (declarations.Length > 0) Declared = declarations[^1];
    }

    public string Name { get; }

    public LedgerEvent? Declared { get; }

    public string? Owner => Text("owner");

    /// <summary><c>solo</c>, <c>team</c> or <c>enterprise</c>.</summary>
    public string Profile => Text("profile") is "solo" or "enterprise" ? Text("profile")! : "team";

    /// <summary><c>online</c>, <c>batch</c> or <c>none</c>.</summary>
    public string Serving => Text("serving") ?? "online";

    public bool HasApp => EventData.Count(Declared?.Data["apps"]) is > 0;

    /// <summary>The project's cadence, kept within an hour and 92 days.</summary>
    public TimeSpan Beat => Cadence(Text("cadence")) is { } beat
        ? TimeSpan.FromSeconds(Math.Clamp(beat.TotalSeconds, TimeSpan.FromHours(1).TotalSeconds, TimeSpan.FromDays(92).TotalSeconds))
        : DefaultBeat;

    public IEnumerable<JsonObject> Entries(string kind) =>
        (Declared?.Data["declares"] as JsonArray ?? []).OfType<JsonObject>().Where(d => EventData.Text(d["kind"]) == kind);

    /// <summary>The role of an environment: as declared, <c>dev</c> is train, else its own name.</summary>
    public string? RoleOf(string? environment) => environment is null ? null : _roles.GetValueOrDefault(environment, environment);

    /// <summary>Whether a declaration older than the instant demands an approval for releases into this role.</summary>
    public bool DemandsApproval(string? role, DateTimeOffset at)
    {
        HashSet<string>? inForce = _approvals.FindLast(a => a.From < at).Roles;
        return role is not null && inForce is not null && inForce.Contains(role);
    }

    private static TimeSpan? Cadence(string? text)
    {
        if (text is null || text.Length < 2 || !double.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double n))
            return null;
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(Math.Min(n, 1e6)),
            'h' => TimeSpan.FromHours(Math.Min(n, 1e5)),
            'd' => TimeSpan.FromDays(Math.Min(n, 1e4)),
            _ => null,
        };
    }

    private string? Text(string field) => EventData.Text(Declared?.Data[field]);

    private void Environments(LedgerEvent e)
    {
        var demands = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonObject entry in (e.Data["declares"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (EventData.Text(entry["kind"]) != "environment" || EventData.Text(entry["name"]) is not { } name) continue;
            if (EventData.Text(entry["role"]) is { } role) _roles[name] = role;
            if (EventData.Text(entry["approve"]) is not null) demands.Add(RoleOf(name)!);
        }
        _approvals.Add((e.At, demands));
    }
}
