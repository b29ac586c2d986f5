using System.Net;
using Cairn.Compute;
using Cairn.Compute.Tasks;
using Cairn.Monitoring;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Server;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A run that another server takes over while a task of it ends here.</summary>
public sealed class LostLeaseTests
{
    private const string Yaml = "project: lab\nsteps:\n  one: {run: echo 1 > $CAIRN_OUT_TEXT, out: {text: file}}\n";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_task_that_ended_well_is_on_record_though_its_run_is_anothers(string engine)
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", Yaml).Commit("Begin");
        await using TestWorld world = await StartAsync(engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        await world.Http.SendAsync("POST", "/api/v1/projects/lab/pipeline-runs", HttpStatusCode.Accepted, new { });
        await world.QuietAsync();
        IReadOnlyList<TaskRow> tasks = await world.Database.ReadAsync(s => s.Query<TaskRow>("select * from compute_tasks order by key"));
        tasks.Select(t => $"{t.Key[^1]} {t.State} {t.FinishedAt is not null}").ShouldBe(["1 succeeded True", "2 succeeded True"]);
    }

    private static Task<TestWorld> StartAsync(string engine) => TestWorld.StartAsync(new TestWorldOptions
    {
        Platform = o => o with { JobLease = TimeSpan.FromMilliseconds(150) },
        Rooms = s =>
        {
            s.AddSingleton(new MonitoringOptions { AskMinutes = 1440 });
            s.AddCairnWeb().AddRooms().AddServingPlane().AddSingleton<ICompute>(p => new Taker(p.GetRequiredService<ComputeService>(), p.GetRequiredService<IDatabase>()));
        },
        Middleware = a =>
        {
            a.UseCairnWeb();
            a.UseRouting();
            a.UseRooms();
        },
        Routes = a =>
        {
            a.MapCairnWeb();
            a.MapRooms();
        },
    }, engine);

    /// <summary>Takes the lease away when the first task has ended, and waits until that is noticed.</summary>
    private sealed class Taker(ComputeService inner, IDatabase database) : ICompute
    {
        private int _taken;

        public async Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation)
        {
            ComputeResult result = await inner.RunAsync(task, cancellation);
            if (Interlocked.Exchange(ref _taken, 1) == 1) return result;
            await database.WriteAsync(s => s.Execute("update jobs set lease_owner = 'another', lease_until = 0 where state = 'running'"), cancellation: CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            return result;
        }

        public Task<ComputeResult?> ResumeAsync(string key, CancellationToken cancellation) => inner.ResumeAsync(key, cancellation);

        public string? Because(string key) => inner.Because(key);

        public string ClassOf(string target, bool gpu) => inner.ClassOf(target, gpu);

        public double? CostOf(string project, string target, ComputeUse use) => inner.CostOf(project, target, use);

        public string? ImageOf(string target) => inner.ImageOf(target);

        public Task<string?> InstalledForAsync(string program, string searchPath, CancellationToken cancellation) => inner.InstalledForAsync(program, searchPath, cancellation);

        public Task ReleaseAsync(string key) => inner.ReleaseAsync(key);

        public string LogPath(string key) => inner.LogPath(key);

        public IReadOnlyList<string> BuiltIn(string kind) => inner.BuiltIn(kind);
    }
}
