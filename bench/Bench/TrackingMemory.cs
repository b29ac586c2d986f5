namespace Cairn.Bench;

/// <summary>Memory that the whole server takes while runs are created and metrics logged.</summary>
internal sealed class TrackingMemory : TrackingBenchmark
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100), Span = TimeSpan.FromSeconds(5);

    public override string Name => "tracking-memory";

    public override string What => "most memory (PSS) of the server while runs are created and metrics logged, 64 connections, against what we allow";

    public override string Unit => "MB";

    public override Goal Goal => Goal.NoMoreThan(1);

    protected override string Path => "runs/log-metric";

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double most = 0;
        Task load = LoadAsync(cancel);
        while (await Task.WhenAny(load, Task.Delay(Between, cancel)) != load) most = Math.Max(most, Ours.Megabytes);
        await load;
        return most;
    }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(400.0);

    protected override string Body(int connection) => $$"""{"run_id":"{{Runs[connection]}}","key":"loss","value":0.25,"timestamp":1795163472083,"step":3}""";

    private async Task LoadAsync(CancellationToken cancel)
    {
        await Load.RunAsync(Ours.Port, "/api/2.0/mlflow/runs/log-metric", Body, Connections, Span, cancel);
        await Load.RunAsync(Ours.Port, "/api/2.0/mlflow/runs/create", _ => """{"experiment_id":"0","tags":[{"key":"mlflow.user","value":"ada"}]}""", Connections, Span, cancel);
    }
}
