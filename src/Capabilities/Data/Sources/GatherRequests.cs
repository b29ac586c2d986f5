using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Sources;

/// <summary>Gatherings that people ask for.</summary>
internal sealed class GatherRequests(IDatabase database, IProjects projects, IJobs jobs, RealTime real)
{
    /// <summary>Enqueues it and answers with the job's key.</summary>
    /// <exception cref="ApiException">404: no such project or source. 400: not a partition of it. 409: the project is not active.</exception>
    public Task<string> AskAsync(string project, string source, string? from, string? to, Actor actor, CancellationToken cancellation) => AskAsync(project, source, from, to, "manual", actor, cancellation);

    /// <inheritdoc cref="AskAsync(string, string, string?, string?, Actor, CancellationToken)"/>
    public async Task<string> AskAsync(string project, string source, string? from, string? to, string trigger, Actor actor, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        DataSource declared = view.File.Data.GetValueOrDefault(source) ?? throw ApiException.NotFound("source", source, $"The project's sources are {string.Join(", ", view.File.Data.Keys)}.");
        if (!view.Active) throw ApiException.Conflict($"The project is {view.State}: nothing is gathered.");
        if (from is not null) PartitionRange.Of(declared, from, to ?? from);
        JobDraft job = new GatherJob(project, source, trigger, from, to, actor).Draft(Ulid.New(real.Now));
        await database.WriteAsync(s => jobs.Enqueue(s, job), cancellation: cancellation);
        return job.Key;
    }
}
