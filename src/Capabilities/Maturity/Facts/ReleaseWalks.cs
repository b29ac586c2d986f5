namespace Cairn.Maturity.Facts;

/// <summary>Which environments a version had been released in, with success, by a given moment.</summary>
internal sealed class ReleaseWalks
{
    private readonly ILookup<string, (string Env, DateTimeOffset At)> _walks;

    public ReleaseWalks(FoldContext context)
    {
        _walks = context.Log.Of("release")
            .Where(r => r.Text("result") == "succeeded" && (r.Text("version") ?? r.First.Subject.Digest) is not null)
            .ToLookup(
                r => Key(r.Text("of"), r.Text("version") ?? r.First.Subject.Digest!),
                r => (context.Project.RoleOf(r.Text("env")) ?? "", r.Find("release.finished")?.At ?? DateTimeOffset.MaxValue),
                StringComparer.Ordinal);
    }

    public string[] Through(Fact release) => release.Text("version") is { } version
        ? [.. _walks[Key(release.Text("of"), version)].Where(w => w.At <= release.At).Select(w => w.Env).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];

    private static string Key(string? of, string version) => $"{of}\n{version}";
}
