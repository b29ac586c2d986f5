using Cairn.Contracts.Projects;
using Monitor = Cairn.Contracts.Projects.Monitor;

namespace Cairn.Data.Changes;

/// <summary>Who relies on a source by the project file: steps and features that read it, endpoints whose model is trained on it, monitors that watch it or take the truth from it (with the
/// application that depends on them), and sources that refer to it.</summary>
internal static class ContractConsumers
{
    public static IReadOnlyList<ContractConsumer> Of(ProjectFile file, string source) =>
    [
        .. file.Steps.Values.Where(s => Reads(s, source)).Select(s => new ContractConsumer($"{(file.Features.ContainsKey(s.Name) ? "feature" : "step")} {s.Name}", Roles.DataScientist)),
        .. file.Endpoints.Values.Where(e => file.UpTo(e.Model.Owner).Any(s => Reads(file.Steps[s], source))).SelectMany(e => Owners($"endpoint {e.Name}", e.Owners, Roles.SoftwareEngineer)),
        .. file.Monitors.Values.Where(m => m.Truth?.Owner == source || m.Watch == $"data.{source}").SelectMany(OfMonitor),
        .. file.Data.Values.Where(d => d.ViewOf == source).SelectMany(d => (IEnumerable<ContractConsumer>)[.. Owners($"view {d.Name}", d.Owners, Roles.DataEngineer), .. Of(file, d.Name)]),
        .. file.Data.Values.Where(d => d.Name != source && d.Expect.Columns.Any(c => c.Refers?.Source == source)).SelectMany(d => Owners($"source {d.Name}", d.Owners, Roles.DataEngineer)),
    ];

    private static bool Reads(Step step, string source) => step.In.Values.Any(r => r.IsData && r.Owner == source);

    private static IEnumerable<ContractConsumer> OfMonitor(Monitor monitor)
    {
        IEnumerable<ContractConsumer> owners = Owners($"monitor {monitor.Name}", monitor.Marker?.Owners ?? [], Roles.DataScientist);
        return monitor.Marker?.Consumer is { } app ? owners.Append(new ContractConsumer($"application {app}", Roles.SoftwareEngineer)) : owners;
    }

    private static IEnumerable<ContractConsumer> Owners(string what, IReadOnlyList<string> roles, string otherwise)
        => (roles.Count > 0 ? roles : [otherwise]).Select(r => new ContractConsumer(what, r));
}
