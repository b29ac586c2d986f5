namespace Cairn.Bench;

/// <summary>Memory of a server with all rooms that has answered once, against a bare Kestrel program.</summary>
internal sealed class IdleMemory : IBenchmark
{
    public string Name => "memory";

    public string What => "memory (PSS) of an idle server with all rooms, against a bare Kestrel program";

    public string Unit => "MB";

    public Goal Goal => Goal.NoMoreThan(6).And(150);

    public int Rounds => 1;

    public Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        string data = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        double used;
        using (Child child = await Child.StartAsync("/api/v1/ledger/verify", cancel, Child.App("Server"), "--port", "{port}", "--data", data)) used = child.Megabytes;
        Directory.Delete(data, recursive: true);
        return used;
    }

    public async Task<double> ControlAsync(CancellationToken cancel)
    {
        using Child child = await Child.StartAsync("/livez", cancel, typeof(IdleMemory).Assembly.Location, "--bare", "{port}");
        return child.Megabytes;
    }

    public Task FinishAsync() => Task.CompletedTask;
}
