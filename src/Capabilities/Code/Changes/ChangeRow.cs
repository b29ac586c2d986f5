using System.Text.Json;

namespace Cairn.Code;

/// <summary>A stored change; lists as JSON, times as unix milliseconds.</summary>
internal sealed record ChangeRow
{
    public string Project { get; init; } = "";
    public string CommitId { get; init; } = "";
    public long Number { get; init; }
    public string Ref { get; init; } = "";
    public string Title { get; init; } = "";
    public string Areas { get; init; } = "[]";
    public string Authors { get; init; } = "[]";
    public string Reviewers { get; init; } = "[]";

    /// <summary>Applications by name with the build that makes each.</summary>
    public string Apps { get; init; } = "{}";

    public string? FromRun { get; init; }

    /// <summary>Event of the incident that led to it.</summary>
    public string? Cause { get; init; }

    public bool Forced { get; init; }
    public long Lines { get; init; }
    public string Checks { get; init; } = ChecksWords.Pending;
    public long At { get; init; }
    public long SeenAt { get; init; }
    public string? EventId { get; init; }

    public ChangeView View(IReadOnlyList<CheckRow> checks)
    {
        BuildView[] builds = [.. checks.Where(c => c.Kind == CheckKinds.Build).Select(c => c.Build())];
        return new ChangeView
        {
            Project = Project,
            Commit = CommitId,
            Ref = Ref,
            Number = Number,
            Title = Title,
            Areas = Texts(Areas),
            Authors = Texts(Authors),
            Reviewers = Texts(Reviewers),
            Forced = Forced,
            Lines = Lines,
            Checks = Checks,
            At = DateTimeOffset.FromUnixTimeMilliseconds(At),
            SeenAt = DateTimeOffset.FromUnixTimeMilliseconds(SeenAt),
            EventId = EventId,
            Suites = [.. checks.Where(c => c.Kind == CheckKinds.Test).Select(c => c.Suite())],
            Builds = builds,
            Apps = [.. AppsOf().SelectMany(a => builds.Where(b => b.Name == a.Value && b.Digest is not null).Select(b => new AppBuild(a.Key, b)))],
        };
    }

    internal static string[] Texts(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private Dictionary<string, string> AppsOf() => JsonSerializer.Deserialize<Dictionary<string, string>>(Apps)!;
}

/// <summary>The words of <see cref="ChangeView.Checks"/>.</summary>
internal static class ChecksWords
{
    public const string Pending = "pending", Passed = "passed", Failed = "failed", None = "none";
}
