using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Runs with their parameters, tags and inputs. Parameters are written once, tags as often as one likes.</summary>
internal sealed class RunStore
{
    public RunRow? Find(SqlSession s, string id) => s.First<RunRow>("select * from tracking_runs where id = @id", new { id });

    /// <summary>Those that are there, by id.</summary>
    public Dictionary<string, RunRow> Find(SqlSession s, IReadOnlyList<string> ids)
        => (s.Engine == SqlEngine.Sqlite ? ids.Select(id => Find(s, id)).OfType<RunRow>() : s.Query<RunRow>("select * from tracking_runs where id in @ids", new { ids })).ToDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>The numbers of the new rows by id; one whose id another run has is left out.</summary>
    public Dictionary<string, long> Insert(SqlSession s, IEnumerable<RunRow> runs)
        => ManyRows.Insert(s, "insert into tracking_runs (id, experiment, name, user_id, status, stage, start_time, end_time, artifact_uri, managed, event)",
            runs.Select(r => (object?[])[r.Id, r.Experiment, r.Name, r.UserId, r.Status, r.Stage, r.StartTime, r.EndTime, r.ArtifactUri, r.Managed, r.Event]),
            "on conflict (id) do nothing returning id, num", row => (Id: row.GetString(0), Num: row.GetInt64(1))).ToDictionary(r => r.Id, r => r.Num, StringComparer.Ordinal);

    public void Update(SqlSession s, RunRow run)
        => s.Execute("update tracking_runs set name = @Name, status = @Status, end_time = @EndTime, event = @Event where num = @Num", run);

    public void SetEvent(SqlSession s, long run, string ledgerEvent) => s.Execute("update tracking_runs set event = @ledgerEvent where num = @run", new { run, ledgerEvent });

    public void SetStage(SqlSession s, long run, string stage, long? deletedAt)
        => s.Execute("update tracking_runs set stage = @stage, deleted_at = @deletedAt where num = @run", new { run, stage, deletedAt });

    /// <summary>Adds the parameters that are not there yet; the answer is those that are there with another value.</summary>
    public IReadOnlyList<ParamClash> AddParams(SqlSession s, long run, IReadOnlyList<RunParam> parameters) => AddParams(s, [.. parameters.Select(p => (run, p))]);

    /// <inheritdoc cref="AddParams(SqlSession, long, IReadOnlyList{RunParam})"/>
    public IReadOnlyList<ParamClash> AddParams(SqlSession s, IReadOnlyList<(long Run, RunParam Param)> given)
    {
        if (given.Count == 0) return [];
        var inOrder = given.OrderBy(g => g.Run).ThenBy(g => g.Param.Key, StringComparer.Ordinal);
        int added = ManyRows.Insert(s, "insert into tracking_params (run, key, value)", inOrder.Select(g => (object?[])[g.Run, g.Param.Key, g.Param.Value]), "on conflict (run, key) do nothing");
        if (added == given.Count) return [];
        Dictionary<(long, string), string> kept = Params(s, [.. given.Select(g => g.Run).Distinct()], [.. given.Select(g => g.Param.Key).Distinct(StringComparer.Ordinal)]).ToDictionary(p => (p.Owner, p.Key), p => p.Value);
        return [.. given.Where(g => kept[(g.Run, g.Param.Key)] != g.Param.Value).Select(g => new ParamClash(g.Run, new RunParam(g.Param.Key, kept[(g.Run, g.Param.Key)]), g.Param))];
    }

    public void SetTags(SqlSession s, long run, IReadOnlyList<RunTag> tags) => SetTags(s, tags.Select(t => (run, t)));

    /// <summary>The last of several of one key stays.</summary>
    public void SetTags(SqlSession s, IEnumerable<(long Run, RunTag Tag)> tags) => ManyRows.Insert(s, "insert into tracking_tags (run, key, value)",
        tags.GroupBy(t => (t.Run, t.Tag.Key)).OrderBy(g => g.Key.Run).ThenBy(g => g.Key.Key, StringComparer.Ordinal).Select(g => (object?[])[g.Key.Run, g.Key.Key, g.Last().Tag.Value]),
        "on conflict (run, key) do update set value = excluded.value");

    public bool DeleteTag(SqlSession s, long run, string key) => s.Execute("delete from tracking_tags where run = @run and key = @key", new { run, key }) > 0;

    public string? Tag(SqlSession s, long run, string key) => s.First<string>("select value from tracking_tags where run = @run and key = @key", new { run, key });

    /// <param name="keys">Those that are read; null for all.</param>
    public IReadOnlyList<KeyedText> Params(SqlSession s, IReadOnlyList<long> runs, IReadOnlyList<string>? keys = null) => Texts(s, "tracking_params", runs, keys);

    /// <inheritdoc cref="Params"/>
    public IReadOnlyList<KeyedText> Tags(SqlSession s, IReadOnlyList<long> runs, IReadOnlyList<string>? keys = null) => Texts(s, "tracking_tags", runs, keys);

    private static IReadOnlyList<KeyedText> Texts(SqlSession s, string table, IReadOnlyList<long> runs, IReadOnlyList<string>? keys)
        => keys is { Count: 0 } ? [] : s.Query<KeyedText>($"select run as owner, key, value from {table} where run in @runs{(keys is null ? "" : " and key in @keys")} order by key", new { runs, keys = keys ?? [] });

    /// <param name="whole">With schema and profile, which may be long.</param>
    public IReadOnlyList<InputRow> Inputs(SqlSession s, IReadOnlyList<long> runs, bool whole = true) => s.Query<InputRow>($"""
        select i.run, d.name, d.digest, d.source_type, d.source{(whole ? ", d.schema_json, d.profile" : "")}, i.context, i.tags
        from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run in @runs order by d.name, d.digest
        """, new { runs });

    /// <summary>Notes that the run read a dataset; the first description of a dataset and the first mark of a run stay.</summary>
    public void AddInput(SqlSession s, RunRow run, InputRow input)
    {
        var dataset = new { run.Experiment, input.Name, input.Digest, input.SourceType, input.Source, input.SchemaJson, input.Profile };
        s.Execute("""
            insert into tracking_datasets (experiment, name, digest, source_type, source, schema_json, profile)
            values (@Experiment, @Name, @Digest, @SourceType, @Source, @SchemaJson, @Profile) on conflict (experiment, name, digest) do nothing
            """, dataset);
        s.Execute("""
            insert into tracking_inputs (run, dataset, context, tags) select @run, num, @context, @tags from tracking_datasets where experiment = @Experiment and name = @Name and digest = @Digest
            on conflict (run, dataset) do nothing
            """, new { run = run.Num, context = input.Context, tags = input.Tags, run.Experiment, input.Name, input.Digest });
    }

    /// <summary>Gives a run to another experiment, with the datasets it read.</summary>
    public void Move(SqlSession s, RunRow run, long experiment)
    {
        IReadOnlyList<InputRow> inputs = Inputs(s, [run.Num]);
        s.Execute("delete from tracking_inputs where run = @Num", new { run.Num });
        s.Execute("update tracking_runs set experiment = @experiment where num = @Num", new { experiment, run.Num });
        s.Execute("update tracking_latest set experiment = @experiment where run = @Num", new { experiment, run.Num });
        foreach (InputRow input in inputs) AddInput(s, run with { Experiment = experiment }, input);
    }

    /// <summary>How many parameters and metrics each run has; one without any is left out.</summary>
    public (IReadOnlyDictionary<long, long> Params, IReadOnlyDictionary<long, long> Metrics) Counts(SqlSession s, IReadOnlyList<long> runs)
    {
        Dictionary<long, long> Of(string table) => s.Query<(long Run, long Count)>($"select run, count(*) as count from {table} where run in @runs group by run", new { runs }).ToDictionary(c => c.Run, c => c.Count);
        return (Of("tracking_params"), Of("tracking_latest"));
    }
}
