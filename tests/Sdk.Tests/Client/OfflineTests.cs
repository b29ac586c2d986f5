using System.Text;
using Cairn.Client;

namespace Cairn.Sdk.Tests.Client;

/// <summary>The server goes away at any moment of a run; what was logged is on disk until it is back.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offline-").FullName;
    private readonly FakeTracking _server = new();
    private readonly CairnClient _client;

    public OfflineTests() => _client = _server.Client();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeRun Run => _server.Runs.ShouldHaveSingleItem();

    private RunOptions Options => new() { BufferDirectory = _folder, Linger = TimeSpan.Zero, AskAgain = TimeSpan.Zero };

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_that_began_while_the_server_was_away_is_sent_later()
    {
        _server.Away = true;
        await using (var run = await _client.StartRunAsync("e", Options, Cancel))
        {
            run.Id.ShouldBeNull();
            await run.LogParamAsync("depth", 3, Cancel);
            await run.LogMetricAsync("auc", 0.7, cancel: Cancel);
            await run.LogInputAsync(new DatasetInput("flights", "d1", "flights.csv", "training"), Cancel);
            await run.UploadAsync("plots/a.txt", Text("picture"), Cancel);
        }
        (await _client.ReplayAsync(_folder, Cancel)).Waiting.Count.ShouldBe(1);
        _server.Away = false;

        var report = await _client.ReplayAsync(_folder, Cancel);

        report.Sent.ShouldBe(["r0"]);
        report.Faults.ShouldBeEmpty();
        Run.Params["depth"].ShouldBe("3");
        Run.Points.Count.ShouldBe(1);
        Encoding.UTF8.GetString(Run.Files["plots/a.txt"]).ShouldBe("picture");
        Run.Status.ShouldBe("FINISHED");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_comes_back_gets_what_was_kept_in_its_order()
    {
        await using (var run = await _client.StartRunAsync("e", Options, Cancel))
        {
            await LogAsync(run, 0, 10);
            _server.Away = true;
            await LogAsync(run, 10, 20);
            run.IsBuffering.ShouldBeTrue();
            await run.SetTagAsync("state", "away", Cancel);
            await run.FlushAsync(Cancel);
            _server.Away = false;
            await run.SetTagAsync("state", "back", Cancel);
            await LogAsync(run, 20, 30);
            run.IsBuffering.ShouldBeFalse();
        }

        Run.Points.Select(p => p.Step).Order().ShouldBe(Enumerable.Range(0, 30).Select(i => (long)i));
        Run.Tags["state"].ShouldBe("back");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    /// <summary>Away, back, answers lost, in any order: each point once, one run.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_network_does_each_point_is_there_once(int seed)
    {
        var random = new Random(seed);
        await using (var run = await _client.StartRunAsync("e", Options, Cancel))
        {
            for (var step = 0; step < 60; step++)
            {
                _server.Away = random.Next(3) == 0;
                _server.LosesEvery = random.Next(4);
                await run.LogMetricAsync("loss", 1, step, Cancel);
                await run.FlushAsync(Cancel);
            }
            (_server.Away, _server.LosesEvery) = (false, 0);
        }

        Run.Points.Select(p => p.Step).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => (long)i));
        Run.Status.ShouldBe("FINISHED");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replay_that_is_interrupted_goes_on_where_it_was()
    {
        _server.Away = true;
        await using (var run = await _client.StartRunAsync("e", Options, Cancel))
        {
            await LogAsync(run, 0, 20);
        }
        _server.Away = false;
        _server.LosesEvery = 7;
        using var once = new CairnClient(new CairnClientOptions(new Uri("http://tracking/")) { Retry = RetryRule.None }, _server);
        (await once.ReplayAsync(_folder, Cancel)).Waiting.Count.ShouldBe(1);
        var before = Run.PointsSeen;
        _server.LosesEvery = 0;

        (await once.ReplayAsync(_folder, Cancel)).Sent.ShouldBe(["r0"]);

        before.ShouldBeGreaterThan(0);
        Run.Points.Count.ShouldBe(20);
        Run.PointsSeen.ShouldBe(21, "only the call whose answer was lost is made again");
    }

    [Fact]
    public async Task What_the_server_refuses_later_is_told_and_does_not_stop_the_rest()
    {
        _server.Away = true;
        await using (var run = await _client.StartRunAsync("e", Options with { Linger = TimeSpan.FromSeconds(5) }, Cancel))
        {
            await run.LogMetricAsync("what?", 1, cancel: Cancel);
            await run.LogMetricAsync("auc", 1, cancel: Cancel);
        }
        _server.Away = false;

        var report = await _client.ReplayAsync(_folder, Cancel);

        report.Faults.ShouldHaveSingleItem().What.ShouldBe("metric what?");
        Run.Points.ShouldHaveSingleItem().Key.ShouldBe("auc");
    }

    [Fact]
    public async Task A_run_that_is_being_written_is_left_alone()
    {
        _server.Away = true;
        await using var run = await _client.StartRunAsync("e", Options with { AskAgain = TimeSpan.FromHours(1) }, Cancel);
        _server.Away = false;

        var report = await _client.ReplayAsync(_folder, Cancel);

        report.Sent.ShouldBeEmpty();
        report.Waiting.Count.ShouldBe(1);
        _server.Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_folder_an_absent_server_is_told()
    {
        await using var run = await _client.StartRunAsync("e", new RunOptions(), Cancel);
        _server.Away = true;
        await run.LogMetricAsync("auc", 1, cancel: Cancel);

        (await Should.ThrowAsync<CairnRunException>(() => run.FlushAsync(Cancel))).Faults.ShouldHaveSingleItem();
        await Should.ThrowAsync<CairnUnreachableException>(() => _client.StartRunAsync("e", cancel: Cancel));
    }

    private static async Task LogAsync(CairnRun run, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            await run.LogMetricAsync("loss", 1, step, Cancel);
            await run.FlushAsync(Cancel);
        }
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
