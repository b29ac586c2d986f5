using System.Text;

namespace Cairn.Bench;

internal sealed class PipelinesDrift : TriggerBenchmark
{
    private const int Rows = 500;
    // Windows of a day are closed within the first hour of the next.
    private const string Begin = "2001-01-01T01:00:00Z";
    private readonly Random _random = new(1);
    private DateTimeOffset _day = DateTimeOffset.Parse(Begin);
    private Task _over = Task.CompletedTask;

    public override string Name => "pipelines-drift";

    public override int Rounds => 1;

    protected override PipelineSetup Setup { get; } = new("--simulated-clock", Begin);

    protected override string Cause => "the end of a day whose inputs have drifted";

    protected override string When => "drift";

    protected override (string Lines, string Steps) Besides => (
        """
        data:
          trips: {from: push}
        gates:
          good: {after: evaluate, need: [metrics.auc >= 0.5]}
        endpoints:
          delay: {model: train.model, test: {when: good}, production: {when: good}}
        monitors:
          drift: {watch: delay, over: 24h}
        """,
        """

          split: {use: split, in: {table: data.trips}, with: {how: random, test: 25%}, out: {train: table, test: table}}
          train: {use: train, in: {train: split.train}, with: {label: late, features: {x: number}}, seed: 1}
          evaluate: {use: evaluate, in: {model: train.model, test: split.test}, with: {label: late}}
        """);

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        string rows = string.Concat(Values(4000, 0).Select(x => FormattableString.Invariant($"{x},{(x + _random.NextDouble() > 1 ? 1 : 0)}\n")));
        await Setup.SendAsync("data/trips/push", new StringContent("x,late\n" + rows, Encoding.UTF8, "text/csv"), cancel);
        await EndDayAsync(cancel);
        await Setup.PostAsync("pipeline-runs", new { target = "evaluate", @for = "production" }, cancel);
        await EndDayAsync(cancel);
    }

    // A quiet day first: it closes the alert of the last cause.
    protected override async Task ReadyAsync(CancellationToken cancel)
    {
        await _over;
        await AskAsync(0, cancel);
        await EndDayAsync(cancel);
        await AskAsync(1, cancel);
    }

    protected override Task CauseAsync(CancellationToken cancel)
    {
        // It ends when all is done that follows from it, the run among it.
        _over = EndDayAsync(cancel);
        return Task.CompletedTask;
    }

    private async Task AskAsync(double shift, CancellationToken cancel)
    {
        double[] data = [.. Values(Rows, shift)];
        using HttpResponseMessage answer = await Setup.Http.PostAsJsonAsync("/v2/models/delay/infer", new { inputs = new[] { new { name = "x", shape = new[] { Rows, 1 }, datatype = "FP32", data } } }, cancel);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancel));
    }

    private async Task EndDayAsync(CancellationToken cancel)
    {
        _day = _day.AddDays(1);
        using HttpResponseMessage answer = await Setup.Http.PostAsJsonAsync("world/advance", new { to = _day }, cancel);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancel));
    }

    private IEnumerable<double> Values(int count, double shift) => Enumerable.Range(0, count).Select(_ => _random.NextDouble() + shift);
}
