using Cairn.Compute.Local.Groups;
using Cairn.Compute.Tasks;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Compute.Targets;

/// <summary>Targets as they are shown, with what was spent there.</summary>
internal sealed class TargetViews(TargetList targets, TaskStore store, ControlGroups groups, IDatabase database, RealTime real)
{
    public async Task<IReadOnlyList<TargetView>> AllAsync(CancellationToken cancellation)
    {
        List<TargetView> all = [];
        foreach (Target target in targets.All) all.Add(await OfAsync(target, cancellation));
        return all;
    }

    public async Task<TargetView> OfAsync(Target target, CancellationToken cancellation)
    {
        var view = TargetView.Of(target, groups);
        if (view is { Cost: null, GpuCost: null }) return view;
        DateTime now = real.Now.UtcDateTime;
        long since = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return view with { Month = await database.ReadAsync(s => store.Spent(s, target.Name, since), cancellation) };
    }
}
