using Cairn.Projects;
using Microsoft.Extensions.Hosting;

namespace Cairn.Maturity.Assess;

/// <summary>Reads and assesses every project once when the server starts: who opens the first page of a large one should not wait for its whole ledger.</summary>
internal sealed class FirstLook(IProjects projects, Assessments assessments) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (ProjectView project in await projects.ListAsync(stoppingToken)) await assessments.NowAsync(project.Name, alone: false, stoppingToken);
        }
        // Whoever asks is told; a server does not end for a page that nobody opened yet.
        catch (Exception e) when (e is not OperationCanceledException)
        {
        }
    }
}
