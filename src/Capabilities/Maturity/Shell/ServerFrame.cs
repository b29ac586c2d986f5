using System.Reflection;
using Cairn.Identity;
using Cairn.Maturity.Loop;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Http;

namespace Cairn.Maturity.Shell;

/// <summary>The frame around every page: projects by last declaration, what waits, who looks, and the strip of a simulated world.</summary>
internal sealed class ServerFrame(IProjects projects, LoopReader loops, World world) : IFrameSource
{
    private static readonly string Version = "Cairn " + (Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "");

    public async ValueTask<FrameState> ReadAsync(HttpContext context, string? project)
    {
        IReadOnlyList<ProjectView> known = await projects.ListAsync(context.RequestAborted);
        ProjectView[] seen = [.. known.Where(p => context.Access().Sees(p.Name)).OrderByDescending(p => p.DeclaredAt)];
        DateTimeOffset now = world.Now;
        return new FrameState
        {
            Projects = [.. seen.Select(p => p.Name)],
            Waiting = Array.Exists(seen, p => p.Name == project) ? await WaitingAsync(project!, context.RequestAborted) : new Dictionary<Section, int>(),
            Strips = world.Simulated ? [Strip.Simulated(now)] : [],
            User = context.Actor().Id,
            Now = now,
            Version = Version.TrimEnd(),
        };
    }

    private async Task<Dictionary<Section, int>> WaitingAsync(string project, CancellationToken cancellation)
        => new() { [Section.Incidents] = (await loops.ReadAsync(project, cancellation)).Incidents.Count };
}
