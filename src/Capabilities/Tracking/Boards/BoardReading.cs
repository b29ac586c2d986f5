using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Tracking.Boards;

/// <summary>The leaderboard of a project, by what its file says or by what is asked for.</summary>
internal sealed class BoardReading(IDatabase database, IProjects projects, BoardStore store)
{
    private const int DigestLength = 36;
    private const string Sha = "sha256:";

    /// <summary>So many of the newest runs are looked at for the reasons; of older ones those that have a place are read.</summary>
    public int MostRuns { get; init; } = 10_000;

    /// <param name="goal"><c>max auc</c>; null for that of the project file.</param>
    /// <param name="on">Digest of the evaluation data; null for that of the project file.</param>
    /// <returns>Null when neither the file nor who asks names a goal.</returns>
    /// <exception cref="ApiException">The goal has another form.</exception>
    public async Task<Board?> ReadAsync(string project, string? goal, string? on, int places, CancellationToken cancellation)
    {
        ProjectInfo info = (await projects.RequireAsync(project, cancellation)).File.Project;
        if ((string.IsNullOrWhiteSpace(goal) ? info.Goal : Parse(goal.Trim())) is not { } rule) return null;
        string? digest = (string.IsNullOrWhiteSpace(on) ? info.JudgedOn : on.Trim()) is { } said ? Short(said) : null;
        return await database.ReadAsync(s =>
        {
            IReadOnlyList<BoardRow> newest = store.Runs(s, project, rule.Metric, MostRuns + 1);
            IReadOnlyList<BoardInput> inputs = store.Inputs(s, project, MostRuns);
            bool more = newest.Count > MostRuns;
            BoardRow[] rows = [.. newest.Take(MostRuns)];
            var making = new BoardMaking(rule, rows, inputs.ToLookup(i => i.Run));
            if (more && (digest ?? making.MostShared()) is { } data)
            {
                BoardRow[] older = [.. making.Ordered(store.Experiments(s, project).SelectMany(e => store.Best(s, e, rule, data, places))).Take(places).ExceptBy(rows.Select(r => r.Num), r => r.Num)];
                making = new BoardMaking(rule, [.. rows, .. older], inputs.Concat(store.Inputs(s, [.. older.Select(r => r.Num)])).ToLookup(i => i.Run));
            }
            return making.Make(digest, places, more) with { Considered = rows.Length };
        }, cancellation);
    }

    // As runs name it: MLflow's field holds 36 characters.
    private static string Short(string digest) => digest.StartsWith(Sha, StringComparison.Ordinal) && digest.Length > Sha.Length + DigestLength ? digest.Substring(Sha.Length, DigestLength) : digest;

    private static Goal Parse(string text) => Goal.Parse(text) is { Ok: true, Value: { } goal } ? goal : throw ApiException.Invalid("goal", "'goal' must be 'max <metric>' or 'min <metric>', e.g. 'max auc'.");
}
