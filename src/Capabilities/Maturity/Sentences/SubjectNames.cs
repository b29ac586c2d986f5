using System.Globalization;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Sentences;

/// <summary>How people call what an id stands for, and where its page is.</summary>
internal sealed class SubjectNames
{
    private const int WholeLetters = 14, LastLetters = 6;
    private readonly Dictionary<string, LedgerEvent> _versions = new(StringComparer.Ordinal);

    public SubjectNames(IEnumerable<LedgerEvent> events)
    {
        foreach (LedgerEvent e in events)
            if (e.Type == "version.registered") _versions[e.Subject.Id] = e;
    }

    /// <summary><c>v14</c> of a model, <c>2001-04-16</c> of a dataset; null for an id that no version has.</summary>
    public string? Label(string? version) => version is not null && _versions.TryGetValue(version, out LedgerEvent? e)
        ? EventData.Text(e.Data["partition"]) ?? (Number(e) is { } n ? $"v{n}" : EventData.Text(e.Data["name"]) ?? Short(version))
        : null;

    public SentencePart Version(string? id, string? project)
    {
        if (id is null) return "a version";
        return _versions.TryGetValue(id, out LedgerEvent? e) && EventData.Text(e.Data["noun"]) == "model" && Number(e) is { } n && EventData.Text(e.Data["name"]) is { } name && (e.Project ?? project) is { } home
            ? new SentencePart(Label(id)!, $"/p/{home}/models/{Uri.EscapeDataString(name)}/{n}")
            : Label(id) ?? Short(id);
    }

    /// <summary>Slot 0 to 5 of a version's colour, the same on every page.</summary>
    public int Slot(string version) => _versions.TryGetValue(version, out LedgerEvent? e) && Number(e) is { } n && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number % 6
        : version.Sum(c => c) % 6;

    /// <summary>Long ids by their kind and last letters.</summary>
    public static string Short(string id)
    {
        if (id.StartsWith("sha256:", StringComparison.Ordinal)) return Platform.Web.Format.Digest(id);
        if (id.Length <= WholeLetters) return id;
        int dash = id.IndexOf('-', StringComparison.Ordinal);
        return $"{(dash is > 0 and < 10 ? id[..(dash + 1)] : "")}…{id[^LastLetters..]}";
    }

    /// <summary>A person without the kind of account; services by what they do.</summary>
    public static string Person(string actor) => actor switch
    {
        _ when actor.StartsWith("person:", StringComparison.Ordinal) => actor[7..],
        _ when actor.StartsWith("svc:", StringComparison.Ordinal) => "Cairn",
        _ => actor,
    };

    private static string? Number(LedgerEvent e) => EventData.Text(e.Data["number"]);
}
