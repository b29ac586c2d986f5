using Cairn.Platform.Sql;

namespace Cairn.Code;

/// <inheritdoc cref="ICodeRecords"/>
internal sealed class CodeRecords(IDatabase database, ChangeStore changes, CheckStore checks) : ICodeRecords
{
    public Task<ChangeView?> ChangeAsync(string project, string commit, CancellationToken cancellation)
        => database.ReadAsync(s => changes.Find(s, project, commit) is { } row ? row.View(checks.Of(s, project, commit)) : null, cancellation);

    public Task<BuildView?> BuildOfAsync(string project, string build, string commit, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (changes.Find(s, project, commit) is not { } change) return null;
        CheckRow? own = checks.Of(s, project, commit).FirstOrDefault(c => c.Kind == CheckKinds.Build && c.Name == build);
        return (own ?? Newest(s, project, build, change.Number))?.Build();
    }, cancellation);

    public Task<BuildView?> LatestBuildAsync(string project, string build, CancellationToken cancellation)
        => database.ReadAsync(s => Newest(s, project, build, long.MaxValue)?.Build(), cancellation);

    public Task<IReadOnlyList<SuiteResult>> SuitesAsync(string project, string commit, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (changes.Find(s, project, commit) is not { } change) return [];
        CheckRow[] own = [.. checks.Of(s, project, commit).Where(c => c.Kind == CheckKinds.Test)];
        IEnumerable<CheckRow> earlier = checks.Newest(s, project, CheckKinds.Test, null, change.Number).Where(e => !own.Any(o => o.Name == e.Name));
        return (IReadOnlyList<SuiteResult>)[.. own.Concat(earlier).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => c.Suite())];
    }, cancellation);

    public Task<IReadOnlyList<SuiteResult>> LatestSuitesAsync(string project, CancellationToken cancellation)
        => database.ReadAsync(s => (IReadOnlyList<SuiteResult>)[.. checks.Newest(s, project, CheckKinds.Test, null, long.MaxValue).Select(c => c.Suite())], cancellation);

    private CheckRow? Newest(SqlSession s, string project, string build, long number) => checks.Newest(s, project, CheckKinds.Build, build, number) is [var newest] ? newest : null;
}
