using Cairn.Serving.Metrics;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;
using Cairn.Serving.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Tests.Runs;

public sealed class RunQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly GatedModel _model = new();

    [Fact]
    public async Task An_idle_model_runs_at_once_and_what_comes_meanwhile_runs_together()
    {
        RunQueue queue = Queue();
        Task first = Send(queue, "a");
        await _model.Entered;
        Task[] rest = [.. "bcdef".Select(c => Send(queue, $"{c}"))];
        queue.Waiting.ShouldBe(5);
        _model.Open();
        await Task.WhenAll([first, .. rest]);
        _model.Runs.ShouldBe(["a", "b c d e f"]);
    }

    [Theory]
    [InlineData(7, new[] { "a", "b c", "d e", "f" })]
    [InlineData(3, new[] { "a", "b", "c", "d", "e", "f" })]
    [InlineData(1, new[] { "a", "b", "c", "d", "e", "f" })]
    public async Task A_run_holds_no_more_rows_than_allowed_and_a_larger_request_runs_alone(int rows, string[] runs)
    {
        RunQueue queue = Queue(batchRows: rows);
        Task first = Send(queue, "a");
        await _model.Entered;
        Task[] rest = [.. "bcdef".Select(c => Send(queue, $"{c}", rows: 3))];
        _model.Open();
        await Task.WhenAll([first, .. rest]);
        _model.Runs.ShouldBe(runs);
    }

    [Fact]
    public async Task As_many_run_at_once_as_allowed()
    {
        RunQueue queue = Queue(parallel: 2);
        Task[] all = [Send(queue, "a"), Send(queue, "b"), Send(queue, "c")];
        await _model.Entered;
        await _model.Entered;
        queue.Waiting.ShouldBeLessThanOrEqualTo(1);
        _model.Open();
        await Task.WhenAll(all);
        _model.Runs.Count.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        RunQueue queue = Queue(waiting: 2);
        Task first = Send(queue, "a");
        await _model.Entered;
        Task[] rest = [Send(queue, "b"), Send(queue, "c")];
        RequestFault fault = await Should.ThrowAsync<RequestFault>(() => Send(queue, "d"));
        (fault.Status, fault.Kind).ShouldBe((429, ErrorKind.Overload));
        _model.Open();
        await Task.WhenAll([first, .. rest]);
    }

    [Fact]
    public async Task Whose_time_is_over_is_told_while_the_model_is_busy_and_never_run()
    {
        RunQueue queue = Queue();
        Task first = Send(queue, "a");
        await _model.Entered;
        RequestFault fault = await Should.ThrowAsync<RequestFault>(() => Send(queue, "late", patience: TimeSpan.FromMilliseconds(1)));
        (fault.Status, fault.Kind, queue.Waiting).ShouldBe((504, ErrorKind.Deadline, 0));
        (await Should.ThrowAsync<RequestFault>(async () => await queue.RunAsync(Work("none", 1), TimeSpan.Zero, default))).Status.ShouldBe(504);
        _model.Open();
        await first;
        await Send(queue, "b");
        _model.Runs.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Who_has_gone_is_never_run()
    {
        RunQueue queue = Queue();
        Task first = Send(queue, "a");
        await _model.Entered;
        using var client = new CancellationTokenSource();
        Task gone = Send(queue, "gone", gone: client.Token);
        Task stays = Send(queue, "b");
        await client.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        _model.Open();
        await Task.WhenAll(first, stays);
        _model.Runs.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Who_spoils_a_run_fails_alone()
    {
        RunQueue queue = Queue();
        Task first = Send(queue, "a");
        await _model.Entered;
        _model.Bad = "c";
        Task b = Send(queue, "b"), c = Send(queue, "c"), d = Send(queue, "d");
        _model.Open();
        await Task.WhenAll(first, b, d);
        (await Should.ThrowAsync<RequestFault>(() => c)).Message.ShouldBe("bad");
        _model.Runs.ShouldBe(["a", "b c d", "b", "c", "d"]);
    }

    [Fact]
    public async Task Nothing_is_left_behind_however_arrivals_and_ends_fall()
    {
        _model.Open(1_000_000);
        RunQueue queue = Queue(parallel: 2, waiting: 100_000);
        for (int round = 0; round < 50; round++)
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Send(queue, $"{i}")))).WaitAsync(TimeSpan.FromSeconds(60));
        queue.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task What_says_something_to_the_model_runs_alone()
    {
        RunQueue queue = Queue();
        Task first = Send(queue, "a");
        await _model.Entered;
        InferenceWork speaking = Work("c", 1);
        speaking.Parameters = [new("top", System.Text.Json.JsonDocument.Parse("3").RootElement)];
        Task[] rest = [Send(queue, "b"), queue.RunAsync(speaking, Long, default).AsTask(), Send(queue, "d"), Send(queue, "e")];
        _model.Open();
        await Task.WhenAll([first, .. rest]);
        _model.Runs.ShouldBe(["a", "b", "c", "d e"]);
    }

    private RunQueue Queue(int parallel = 1, int waiting = 100, int batchRows = 64) =>
        new(new RunnerThreads(), new(parallel, waiting, batchRows, Inline: 0), _model, new RunMeter(), TimeProvider.System);

    private static Task Send(RunQueue queue, string id, int rows = 1, TimeSpan? patience = null, CancellationToken gone = default) =>
        queue.RunAsync(Work(id, rows), patience ?? Long, gone).AsTask();

    private static InferenceWork Work(string id, int rows) => new(new RequestMemory(new Admission(Options.Create(new ServingOptions())))) { RequestId = id, Rows = rows };
}
