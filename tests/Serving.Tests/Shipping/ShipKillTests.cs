using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Crashes;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shipping;

/// <summary>A copy is killed with -9 in the middle of shipping, again and again, over one log.</summary>
public sealed class ShipKillTests : IDisposable
{
    private static readonly int Points = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 60 : 2;
    private static readonly string[] Endpoints = ["a", "b", "c"];
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-shipkill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_that_was_answered_is_at_the_server_once_wherever_the_copy_was_killed()
    {
        await using StandInControlPlane plane = await StandInControlPlane.StartAsync();
        var random = new Random(5);
        VariantRoute model = TestModels.Write(_folder, "1", TestModels.Matrix());
        var snapshot = new RouteSnapshot { Epoch = 1, Endpoints = [.. Endpoints.Select(e => ServingHost.Endpoint(e, model) with { Log = new() { Policy = LogPolicy.Required } })] };
        var answered = Endpoints.ToDictionary(e => e, _ => new List<string>());
        for (int point = 0; point <= Points; point++)
        {
            // What the life before wrote is shipped at the start: it dies over one of these, half sent or taken and not acknowledged.
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            int left = random.Next(1, Endpoints.Length + 1);
            bool whole = random.Next(2) == 0;
            plane.Coming = async (_, all) =>
            {
                if (all != whole || Interlocked.Decrement(ref left) != 0) return;
                await asked.Task;
                reached.SetResult();
            };
            using ServeProcess copy = await ServeProcess.StartAsync(_folder, snapshot, ["--ship-to", plane.Address], ("CAIRN_TOKEN", plane.Token));
            foreach (string endpoint in Endpoints)
                for (int i = random.Next(1, 20); i > 0; i--) answered[endpoint].Add((await Caller.AskAsync(copy.Client, endpoint, $"p{point}-{i}")).Id);
            asked.SetResult();
            if (point > 0) await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
            copy.Kill();
        }

        plane.Coming = static (_, _) => Task.CompletedTask;
        using ServeProcess last = await ServeProcess.StartAsync(_folder, snapshot, ["--ship-to", plane.Address], ("CAIRN_TOKEN", plane.Token));
        await Until.TrueAsync(() => Endpoints.All(e => ShippedLog.Predictions(plane, e).Count >= answered[e].Count));
        foreach (string endpoint in Endpoints) ShippedLog.Predictions(plane, endpoint).ShouldBe(answered[endpoint], ignoreOrder: true);
        plane.Answers.ShouldNotContain(a => a.Status >= 400);
    }
}
