using System.Collections.Concurrent;
using Cairn.DuckDb;
using Cairn.OnnxRuntime;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Statistics;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>Evaluates for real, but in this process: the model's scores on the table's rows against its labels.</summary>
internal sealed class TrueEvaluations(IArtifactStore artifacts) : IEvaluations
{
    private const int Bins = 20;
    private readonly ConcurrentDictionary<string, ScoreHistogram> _scores = new(StringComparer.Ordinal);

    public Task<ScoreHistogram?> ScoresAsync(string project, string modelDigest, CancellationToken cancellation) => Task.FromResult(_scores.GetValueOrDefault(modelDigest));

    public async Task<Evaluation> EvaluateAsync(string project, ModelVersionView version, string tableDigest, EvaluateOptions options, CancellationToken cancellation)
    {
        string table = await artifacts.PathAsync(tableDigest, cancellation), file = Path.Combine(Directory.CreateTempSubdirectory("cairn-eval-").FullName, "model.onnx");
        File.Copy(await artifacts.PathAsync(version.Digest, cancellation), file);
        using var database = new DuckMemory(1, "256MB");
        using DuckConnection duck = database.Connect();
        object?[][] rows = [.. duck.Query($"select x, {DuckSql.Identifier(options.Label)} from read_parquet({DuckSql.Literal(table)})").Rows()];
        using OnnxModel model = OnnxModel.Load(file);
        float[] x = [.. rows.Select(r => Convert.ToSingle(r[0], null))];
        float[] scores = ((OnnxTensor)model.Run(new OnnxTensor(x, x.Length, 1))["score"]).Floats;
        _scores.TryAdd(version.Digest, Histogram(scores));
        double auc = RocAuc.Of([.. scores.Select(s => (double)s)], [.. rows.Select(r => Convert.ToInt64(r[1], null) == 1)]);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return new Evaluation(version.Digest, tableDigest, "binary", new Dictionary<string, double> { ["auc"] = auc, ["n"] = rows.Length }, [], []);
    }

    private static ScoreHistogram Histogram(float[] scores)
    {
        (double low, double high, long[] counts) = (scores.Min(), scores.Max(), new long[Bins]);
        foreach (double score in scores) counts[high > low ? Math.Min(Bins - 1, (int)((score - low) / (high - low) * Bins)) : 0]++;
        return new ScoreHistogram(low, high, counts);
    }
}
