using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;

namespace Cairn.Projects;

/// <summary>The timer's look at a repository.</summary>
internal sealed class SyncHandler(Synchronization synchronization) : IJobHandler
{
    public const string JobKind = "projects.sync";

    public string Kind => JobKind;

    // The next turn of the timer is the next attempt.
    public int Attempts => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        try
        {
            await synchronization.RunAsync(job.Payload<SyncJob>().Project, Actor.Service("projects"), cancellation);
        }
        catch (ApiException)
        {
            // What is wrong with the repository was recorded with the project; the job itself did its work.
        }
    }
}
