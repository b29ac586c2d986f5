using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Data.Changes;

/// <summary>At each start: what an earlier release knew less of is written down as the project file has it now, not only when the file changes.</summary>
internal sealed partial class ContractRenewal(IDatabase database, IProjects projects, ContractKeeper keeper, ILogger<ContractRenewal> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string name in await projects.NamesAsync(cancellationToken))
        {
            // A file that an earlier release took and this one does not is told when the project is asked for; the others go on.
            try
            {
                await database.WriteAsync(s => Renew(s, name), cancellation: cancellationToken);
            }
            catch (InvalidOperationException e)
            {
                Log.Left(logger, name, e);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Renew(SqlSession s, string name)
    {
        if (projects.Find(s, name) is { } project) keeper.Renew(s, project);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The contracts of project {Project} stay as they were written.")]
        public static partial void Left(ILogger logger, string project, Exception cause);
    }
}
