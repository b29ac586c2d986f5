using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>Memory that the whole server takes while runs are created and metrics logged.</summary>
internal sealed class TrackingMemory(SqlEngine engine) : TrackingBenchmark(engine)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100), Span = TimeSpan.FromSeconds(3);

    public override string What => $"most memory (PSS) of the server while runs are created and metrics logged{On}, 64 connections, against what we allow";

    public override string Unit => "MB";

    public override Goal Goal => Goal.NoMoreThan(1);

    protected override string Plain => "tracking-memory";

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double most = 0;
        Task load = LoadAsync(cancel);
        while (await Task.WhenAny(load, Task.Delay(Between, cancel)) != load) most = Math.Max(most, Ours.Megabytes);
        await load;
        return most;
    }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(400.0);

    private async Task LoadAsync(CancellationToken cancel)
    {
        await Load.TimeAsync(Ours.Port, Requests(Ours, "runs/log-metric", c => $$"""{"run_id":"{{Runs[c]}}","key":"loss","value":0.25,"timestamp":1795163472083,"step":3}"""), Connections, Span, cancel);
        await Load.TimeAsync(Ours.Port, Requests(Ours, "runs/create", _ => """{"experiment_id":"0","tags":[{"key":"mlflow.user","value":"ada"}]}"""), Connections, Span, cancel);
    }
}
