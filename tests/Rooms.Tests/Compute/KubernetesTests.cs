using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Compute.Attempts;
using Cairn.Compute.Local;
using Cairn.Compute.Tasks;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What a real cluster was seen to do to jobs, each done to them on purpose by the one in this process.</summary>
public sealed class KubernetesTests
{
    [Fact]
    public async Task Its_job_is_tried_once_kept_until_we_have_its_end_and_has_no_account()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        (await kube.RunAsync(Shell("t1", "true") with { Memory = 100 << 20, CpuShare = 1.5, Gpus = 1 })).Outcome.ShouldBe(ComputeOutcome.Succeeded);
        JsonNode spec = kube.Cluster.LastJob["spec"]!, pod = spec["template"]!["spec"]!, resources = pod["containers"]![0]!["resources"]!;
        ((int)spec["backoffLimit"]!, (string?)spec["podReplacementPolicy"], spec["ttlSecondsAfterFinished"]).ShouldBe((0, "Failed", null));
        ((string?)pod["restartPolicy"], (bool)pod["automountServiceAccountToken"]!).ShouldBe(("Never", false));
        ((string?)resources["requests"]!["cpu"], (string?)resources["limits"]!["memory"], (int)resources["limits"]!["nvidia.com/gpu"]!).ShouldBe(("1.5", "356Mi", 1));
        await TestSlurm.UntilAsync(() => Task.FromResult(kube.Cluster.JobCount == 0));
    }

    [Theory]
    [InlineData("docker.io/library/cairn@sha256:abc", "sha256:abc")]
    [InlineData("docker-pullable://cairn@sha256:abc", "sha256:abc")]
    [InlineData("sha256:abc", null)]
    [InlineData("", null)]
    public async Task The_digest_of_the_image_is_on_record(string told, string? digest)
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.ImageId = told;
        ComputeResult result = await kube.RunAsync(Shell("t1", "true"));
        JsonNode found = JsonNode.Parse(result.Environment!)!;
        ((string?)found["image"], (string?)found["image_digest"]).ShouldBe(("cairn:test", digest));
        found["machine"]!["kernel"].ShouldNotBeNull();
    }

    [Fact]
    public async Task One_whose_answer_was_lost_runs_once()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.LoseAnswer = true;
        ComputeResult result = await kube.RunAsync(Shell("t1", "echo x >> \"$CAIRN_OUT_X\"") with { Outputs = ["x"] });
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("x\n");
        kube.Cluster.Conflicts.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_vanished_with_its_exit_code_is_known_by_its_report()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        kube.Cluster.Vanish();
        await kube.OpenAsync("t1");
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("t1\n");
    }

    [Fact]
    public async Task One_that_vanished_before_it_began_is_lost()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.NoController = true;
        Task<ComputeResult> run = kube.RunAsync(Shell("t1", "true"));
        await kube.WaitsAsync("t1", "waits in Kubernetes (no pod yet)");
        kube.Cluster.Vanish();
        (await run).Outcome.ShouldBe(ComputeOutcome.Lost);
    }

    [Fact]
    public async Task One_whose_pod_was_deleted_by_force_is_lost()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync(TestSlurm.Short);
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        var scratch = new Scratch((await kube.AttemptAsync("t1")).Root);
        kube.Cluster.DeletePods(forced: true);
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Lost, result.Reason);
        ProcessTree.End(scratch.Mark, null);
    }

    [Fact]
    public async Task When_the_only_node_is_lost_its_task_is_waited_for_and_ends_well_when_it_comes_back()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync(TestSlurm.Short);
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        AttemptFolder attempt = await kube.AttemptAsync("t1");
        FakePod pod = kube.Cluster.Pods.Single();
        pod.Lose(true);
        // Twice as long as a silence that would be its end if the cluster said so too, and the time in which the cluster's word settles.
        string? last = attempt.Beat;
        var silent = Stopwatch.StartNew();
        await TestSlurm.UntilAsync(() => Task.FromResult(silent.Elapsed > 2 * (TestSlurm.Short + TimeSpan.FromSeconds(1))));
        (attempt.Beat, run.IsCompleted, kube.Compute.Because("t1")).ShouldBe((last, false, null));
        await kube.OpenAsync("t1");
        pod.Lose(false);
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        (await File.ReadAllTextAsync(result.OutputPaths["x"])).ShouldBe("t1\n");
        kube.Cluster.Pods.Count().ShouldBeLessThanOrEqualTo(1, "it was begun once");
    }

    [Fact]
    public async Task One_that_was_evicted_is_lost_and_not_cancelled()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        kube.Cluster.Evict();
        ComputeResult result = await run;
        result.Outcome.ShouldBe(ComputeOutcome.Lost, result.Reason);
        result.Reason!.ShouldContain("EvictionByEvictionAPI");
    }

    [Fact]
    public async Task One_that_the_kernel_killed_for_its_memory_says_so()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync(TestSlurm.Short);
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        var scratch = new Scratch((await kube.AttemptAsync("t1")).Root);
        FakePod pod = kube.Cluster.Pods.Single();
        pod.EndReason = "OOMKilled";
        pod.Stop(forced: true);
        (await run).Outcome.ShouldBe(ComputeOutcome.OutOfMemory);
        ProcessTree.End(scratch.Mark, null);
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_told_and_may_come_yet()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.Waiting = ("ErrImagePull", "no such host");
        Task<ComputeResult> run = kube.RunAsync(Shell("t1", "true"));
        await kube.WaitsAsync("t1", "cannot start in Kubernetes (ErrImagePull: no such host)");
        kube.Cluster.LetGo();
        (await run).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }

    [Fact]
    public async Task An_image_whose_name_is_none_fails()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.Waiting = ("InvalidImageName", "invalid reference format");
        ComputeResult result = await kube.RunAsync(Shell("t1", "true"));
        result.Outcome.ShouldBe(ComputeOutcome.Failed);
        result.Reason!.ShouldContain("InvalidImageName");
    }

    [Fact]
    public async Task One_that_fits_nowhere_says_so_and_is_cancelled_at_once()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.Full = true;
        using var cancel = new CancellationTokenSource();
        Task<ComputeResult> run = kube.RunAsync(Shell("t1", "true"), cancel.Token);
        await kube.WaitsAsync("t1", "waits in Kubernetes (0/1 nodes are available: 1 Insufficient cpu.)");
        await cancel.CancelAsync();
        (await run).Outcome.ShouldBe(ComputeOutcome.Cancelled);
        await TestSlurm.UntilAsync(() => Task.FromResult(kube.Cluster.JobCount == 0));
    }

    [Fact]
    public async Task One_in_a_queue_waits_for_it()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        Task<ComputeResult> run = kube.RunAsync(Shell("t1", "true") with { Wishes = new Dictionary<string, string> { ["queue"] = "team" } });
        await kube.WaitsAsync("t1", "its queue has not let it go");
        ((string?)kube.Cluster.LastJob["metadata"]!["labels"]!["kueue.x-k8s.io/queue-name"]).ShouldBe("team");
        kube.Cluster.Resume();
        (await run).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }

    [Fact]
    public async Task Without_an_API_what_runs_ends_well_and_what_comes_waits_for_it()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        Task<ComputeResult> run = await kube.StartAtGateAsync("t1");
        kube.Cluster.Away = true;
        await kube.OpenAsync("t1");
        (await run).Outcome.ShouldBe(ComputeOutcome.Succeeded);
        await kube.Target.Backend.ProbeAsync(default);
        kube.Target.Backend.Health.Now.Reason!.ShouldContain("503");
        Task<ComputeResult> next = kube.RunAsync(Shell("t2", "true"));
        await kube.WaitsAsync("t2", "the target does not answer");
        kube.Cluster.Away = false;
        await kube.Target.Backend.ProbeAsync(default);
        (await next).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }

    [Fact]
    public async Task Watches_that_expired_cost_nothing_but_time()
    {
        await using KubernetesWorld kube = await KubernetesWorld.StartAsync();
        kube.Cluster.ExpireWatches = true;
        (await kube.RunAsync(Shell("t1", "true"))).Outcome.ShouldBe(ComputeOutcome.Succeeded);
        kube.Cluster.Watches.ShouldBeGreaterThan(0);
        kube.Cluster.ExpireWatches = false;
        (await kube.RunAsync(Shell("t2", "true"))).Outcome.ShouldBe(ComputeOutcome.Succeeded);
    }
}
