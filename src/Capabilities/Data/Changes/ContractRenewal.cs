using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.Extensions.Hosting;

namespace Cairn.Data.Changes;

/// <summary>At each start: what an earlier release knew less of is written down as the project file has it now, not only when the file changes.</summary>
internal sealed class ContractRenewal(IDatabase database, IProjects projects, ContractKeeper keeper) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (ProjectView project in await projects.ListAsync(cancellationToken)) await database.WriteAsync(s => keeper.Renew(s, project), cancellation: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
