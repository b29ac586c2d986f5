using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Rooms.Tests.Code;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What every compute backend must hold. A new backend derives from it and names its target.</summary>
public abstract class ComputeConformance : IAsyncLifetime
{
    private TestWorld _world = null!;

    /// <summary>The target under test.</summary>
    protected abstract string Target { get; }

    /// <summary>Whether its tasks live on when the server dies, and are gone on with by the next one.</summary>
    protected abstract bool Resumes { get; }

    private ICompute Compute => _world.Get<ICompute>();

    /// <summary>Enrols the target; skips the test where it is absent.</summary>
    protected virtual Task<ComputeOptions> EnrolAsync(ComputeOptions options) => Task.FromResult(options);

    public async ValueTask InitializeAsync() => _world = await StartAsync(await EnrolAsync(new ComputeOptions { Slots = 2, LogLimit = 1 << 16, OutputLimit = 1 << 22, ProcessLimit = 40 }));

    public virtual async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_task_gets_its_inputs_parameters_and_seed_and_its_outputs_are_found()
    {
        string input = Path.Combine(_world.Directory, "input.txt");
        await File.WriteAllTextAsync(input, "seen");
        ComputeResult result = await RunAsync(Shell("t1", "cat \"$CAIRN_IN_THE_TABLE\" \"$CAIRN_PARAMS\" > \"$CAIRN_OUT_COPY\"; echo \"$CAIRN_SEED\" >> \"$CAIRN_OUT_COPY\"; mkdir \"$CAIRN_OUT_FOLDER\"") with
        {
            Inputs = new Dictionary<string, string> { ["the-table"] = input },
            Outputs = ["copy", "folder"],
            Parameters = new JsonObject { ["depth"] = 3 },
            Seed = 42,
        });
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        string text = await File.ReadAllTextAsync(result.OutputPaths["copy"]);
        text.ShouldStartWith("seen{");
        text.ShouldContain("\"depth\": 3");
        text.ShouldEndWith("42\n");
        Directory.Exists(result.OutputPaths["folder"]).ShouldBeTrue();
        result.CpuSeconds.ShouldBeGreaterThan(0);
        result.PeakMemory.ShouldBeGreaterThan(0);
        JsonNode.Parse(result.Environment!)!["machine"]!["kernel"].ShouldNotBeNull("it tells what it ran in");
        await Compute.ReleaseAsync("t1");
        File.Exists(result.OutputPaths["copy"]).ShouldBeFalse();
        File.Exists(Compute.LogPath("t1")).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_of_the_servers_environment_reaches_it()
    {
        Environment.SetEnvironmentVariable("CAIRN_CANARY", "tweet");
        ComputeResult result = await RunAsync(Shell("t1", "env"));
        string log = await File.ReadAllTextAsync(result.LogPath);
        log.ShouldContain("CAIRN_TASK=t1");
        log.ShouldNotContain("tweet");
    }

    [Fact]
    public async Task It_works_in_a_copy_and_cannot_change_the_checkout()
    {
        string checkout = Directory.CreateDirectory(Path.Combine(_world.Directory, "checkout")).FullName;
        Directory.CreateDirectory(Path.Combine(checkout, "src"));
        await File.WriteAllTextAsync(Path.Combine(checkout, "src", "a.sql"), "select 1");
        ComputeResult result = await RunAsync(Shell("t1", "echo changed > src/a.sql; rm -r src; ls") with { SourceDirectory = checkout });
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(Path.Combine(checkout, "src", "a.sql"))).ShouldBe("select 1");
    }

    [Theory]
    [InlineData("true", "did not write")]
    [InlineData("ln -s /etc/passwd \"$CAIRN_OUT_X\"", "neither a file nor a directory")]
    [InlineData("mkfifo \"$CAIRN_OUT_X\"", "neither a file nor a directory")]
    [InlineData("mkdir \"$CAIRN_OUT_X\"; ln -s / \"$CAIRN_OUT_X/root\"", "neither a file nor a directory")]
    [InlineData("echo a > a; ln a \"$CAIRN_OUT_X\"", "hard links")]
    [InlineData("mkdir \"$CAIRN_OUT_X\"; for i in 1 2 3; do head -c 2000000 /dev/zero > \"$CAIRN_OUT_X/$i\"; done", "larger than")]
    public async Task Unsound_outputs_are_refused(string script, string reason)
    {
        ComputeResult result = await RunAsync(Shell("t1", script) with { Outputs = ["x"] });
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.Reason!.ShouldContain(reason);
        result.OutputPaths.ShouldBeEmpty();
        Directory.Exists(await PlaceAsync("t1")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_sparse_file_beyond_the_limit_is_not_made()
    {
        ComputeResult result = await RunAsync(Shell("t1", "truncate -s 1T \"$CAIRN_OUT_X\"") with { Outputs = ["x"] });
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.OutputPaths.ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_exit_code_and_its_own_reason_are_told()
    {
        ComputeResult result = await RunAsync(Shell("t1", "exit 7"));
        (result.Outcome, result.ExitCode).ShouldBe((ComputeOutcome.Failed, 7));
        result = await RunAsync(Shell("t2", "echo 'no such column' > \"$(dirname \"$CAIRN_IN\")/reason.txt\"; exit 2"));
        result.Reason.ShouldBe("no such column");
        result = await RunAsync(new ComputeTask("t3", "flights", ["no-such-program"]));
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.Reason!.ShouldContain("no-such-program");
    }

    [Fact]
    public async Task Time_CPU_and_memory_end_with_their_limits()
    {
        ComputeResult late = await RunAsync(Shell("t1", "sleep 1000") with { Timeout = TimeSpan.FromMilliseconds(100) });
        late.Outcome.ShouldBe(ComputeOutcome.TimedOut);
        ComputeResult busy = await RunAsync(Shell("t2", "while :; do :; done") with { Cpu = 1 });
        busy.Outcome.ShouldBe(ComputeOutcome.TimedOut, $"{busy.Reason} {busy.ExitCode} {busy.CpuSeconds}");
        ComputeResult large = await RunAsync(Shell("t3", "tail /dev/zero") with { Memory = 100 << 20, Timeout = TimeSpan.FromSeconds(60) });
        large.Outcome.ShouldBe(ComputeOutcome.OutOfMemory);
        large.PeakMemory.ShouldBeGreaterThan(100 << 20);
    }

    [Fact]
    public async Task Processes_and_log_are_bounded()
    {
        ComputeResult many = await RunAsync(Shell("t1", "f() { if [ $1 -gt 0 ]; then f $(($1 - 1)) & f $(($1 - 1)) & wait; else sleep 1000; fi; }; f 9") with { Timeout = TimeSpan.FromSeconds(60) });
        many.Outcome.ShouldBe(ComputeOutcome.Failed);
        many.Reason!.ShouldContain("more than 40 processes");
        ComputeResult loud = await RunAsync(Shell("t2", "yes") with { Timeout = TimeSpan.FromSeconds(60) });
        loud.Outcome.ShouldBe(ComputeOutcome.Failed);
        loud.Reason!.ShouldContain("log");
        new FileInfo(loud.LogPath).Length.ShouldBeLessThanOrEqualTo(1 << 16);
    }

    [Fact]
    public async Task Cancellation_ends_the_whole_tree_even_what_left_its_session()
    {
        using var cancel = new CancellationTokenSource();
        Task<ComputeResult> run = RunAsync(Shell("t1", "trap '' TERM; sleep 1000 & echo $!; setsid sleep 1000 & sh -c 'sleep 1000 & echo $!; wait' & echo ready; while :; do wait; done"), cancel.Token);
        string log = await _world.LogUntilAsync("t1", "ready");
        await cancel.CancelAsync();
        (await run).Outcome.ShouldBe(ComputeOutcome.Cancelled);
        foreach (string line in log.Split('\n'))
            if (int.TryParse(line, out int child)) Lives(child).ShouldBeFalse();
        Marked(new Scratch(await PlaceAsync("t1"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_it_leaves_behind_dies_with_it()
    {
        ComputeResult result = await RunAsync(Shell("t1", "sleep 1000 & echo $!; setsid sleep 1000 & true"));
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded);
        Lives(int.Parse((await File.ReadAllTextAsync(result.LogPath)).Split('\n')[0])).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_in_names_and_values_is_read_by_a_shell()
    {
        const string Nasty = "; touch bad $(touch worse) `touch worst`\n touch ugly";
        ComputeResult result = await RunAsync(new ComputeTask("t1", Nasty, ["/bin/sh", "-c", "printf %s \"$1\" > \"$CAIRN_OUT_X\"; ls", "sh", Nasty])
        {
            Outputs = ["x"],
            Parameters = new JsonObject { [Nasty] = Nasty },
            Environment = new Dictionary<string, string> { ["NASTY"] = Nasty },
        });
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe(Nasty);
        (await File.ReadAllTextAsync(result.LogPath)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Secrets_are_blotted_out_of_the_log_in_every_form()
    {
        const string Secret = "s3cret/with+signs";
        ComputeResult result = await RunAsync(Shell("t1", "echo \"key=$KEY\"; printf %s \"$KEY\" | base64; printf %s \"user:$KEY\" | base64; echo 's3cret%2Fwith%2Bsigns'; echo done") with
        {
            Environment = new Dictionary<string, string> { ["KEY"] = Secret },
            Secrets = [Secret],
        });
        string log = await File.ReadAllTextAsync(result.LogPath);
        log.ShouldContain("key=*****************\n");
        log.ShouldEndWith("done\n");
        log.ShouldNotContain("s3cret");
        log.ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret))[..12]);
        log.Split('\n')[2].Count(c => c == '*').ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task A_key_is_used_once_and_must_be_a_file_name()
    {
        await RunAsync(Shell("t1", "true"));
        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(Shell("t1", "true")));
        foreach (string key in new[] { "", "../x", ".x", "a/b", "a b", new string('a', 121) })
            await Should.ThrowAsync<ArgumentException>(() => RunAsync(Shell(key, "true")));
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Shell("t2", "true") with { Outputs = ["a-b", "a_b"] }));
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Shell("t3", "true") with { Inputs = new Dictionary<string, string> { ["x"] = "/no/such/file" } }));
        await Should.ThrowAsync<ArgumentException>(() => Compute.RunAsync(Shell("t4", "true") with { Target = "nowhere" }));
    }

    [Fact]
    public async Task What_is_on_record_and_never_began_is_lost_and_the_next_attempt_runs()
    {
        string place = _world.Get<TargetList>().Find(Target)!.Backend.Place("t1");
        await _world.Database.WriteAsync(s => _world.Get<TaskStore>().Insert(s, Shell("t1", "true") with { Target = Target }, place));
        await _world.RestartAsync();
        (await Compute.ResumeAsync("t1")).ShouldBeNull();
        (await _world.Http.GetStringAsync("/api/v1/projects/flights/tasks/t1")).ShouldContain("\"state\":\"lost\"");
        (await RunAsync(Shell("t2", "true"))).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_server_dies_or_stops_a_task_is_gone_on_with_or_ended_and_lost(bool orderly)
    {
        string gate = Path.Combine(_world.Directory, "gate");
        string script = $"mkfifo '{gate}'; echo one; read x < '{gate}'; echo two; echo done > \"$CAIRN_OUT_X\"";
        Task<ComputeResult> before = RunAsync(Shell("t1", script) with { Outputs = ["x"] }, orderly ? _world.Get<IHostApplicationLifetime>().ApplicationStopping : default);
        await _world.LogUntilAsync("t1", "one");
        var scratch = new Scratch(await PlaceAsync("t1"));
        if (orderly)
        {
            // As jobs do, which a server waits for before it ends.
            _world.Get<IHostApplicationLifetime>().StopApplication();
            await Should.ThrowAsync<OperationCanceledException>(() => before);
        }
        await _world.RestartAsync();
        if (!Resumes)
        {
            (await _world.Http.GetStringAsync("/api/v1/projects/flights/tasks/t1")).ShouldContain("\"state\":\"lost\"");
            (await Compute.ResumeAsync("t1")).ShouldBeNull();
            Marked(scratch).ShouldBeEmpty();
            await TestSlurm.UntilAsync(() => Task.FromResult(!Directory.Exists(scratch.Root)));
            return;
        }
        Task<ComputeResult?> run = Compute.ResumeAsync("t1");
        await _world.LogUntilAsync("t1", "one");
        await TestPipes.LetGoAsync(gate);
        ComputeResult result = (await run.WaitAsync(TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("done\n");
        (await File.ReadAllTextAsync(result.LogPath)).ShouldBe("one\ntwo\n");
        (await Compute.ResumeAsync("t1")).ShouldBeNull();
    }

    [Fact]
    public async Task One_of_the_dead_server_can_be_cancelled_by_the_next()
    {
        _ = RunAsync(Shell("t1", "echo ready; sleep 1000"));
        await _world.LogUntilAsync("t1", "ready");
        var scratch = new Scratch(await PlaceAsync("t1"));
        await _world.RestartAsync();
        using var cancel = new CancellationTokenSource();
        Task<ComputeResult?> run = Compute.ResumeAsync("t1", cancel.Token);
        await cancel.CancelAsync();
        (await run)?.Outcome.ShouldBe(ComputeOutcome.Cancelled);
        Marked(scratch).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_copy_of_a_key_never_runs_and_never_harms_the_first()
    {
        Task<ComputeResult> first = RunAsync(Shell("t1", "echo ready; echo x >> \"$CAIRN_OUT_X\"; sleep 0.3") with { Outputs = ["x"] });
        await _world.LogUntilAsync("t1", "ready");
        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(Shell("t1", "echo y")));
        ComputeResult result = await first;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("x\n");
    }

    [Fact]
    public async Task A_crash_of_the_command_is_its_own_failure()
    {
        ComputeResult result = await RunAsync(Shell("t1", "kill -SEGV $$"));
        (result.Outcome, result.ExitCode).ShouldBe((ComputeOutcome.Failed, 128 + 11));
        result.Reason!.ShouldContain("signal 11");
    }

    private async Task<string> PlaceAsync(string key) => (await _world.Database.ReadAsync(s => _world.Get<TaskStore>().Place(s, key)))!;

    private Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation = default) => Compute.RunAsync(task with { Target = Target }, cancellation);
}
