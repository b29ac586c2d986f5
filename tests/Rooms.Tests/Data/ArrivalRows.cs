using Cairn.Data.Arrivals;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Arrivals put into the journal as they are, without files.</summary>
internal static class ArrivalRows
{
    /// <summary>Each as its partition, its state and, after a colon, its fingerprint; without one it is that of the first file where something was judged. Ids count on from <c>ing-001</c>.</summary>
    public static Task<bool> PutAsync(this TestWorld world, string project, params (string Partition, string State)[] arrivals) => world.Database.WriteAsync(s =>
    {
        var store = world.Get<ArrivalStore>();
        for (int i = 0; i < arrivals.Length; i++)
        {
            string[] state = arrivals[i].State.Split(':');
            bool released = state[0] == "released";
            var row = new ArrivalRow
            {
                RunId = $"ing-{i + 1:d3}",
                Project = project,
                Source = "trips",
                Partition = arrivals[i].Partition,
                State = released ? "quarantined" : state[0],
                TriggerKind = "schedule",
                SourceUri = "file:///trips",
                Fingerprint = state.Length > 1 ? state[1] : state[0] is "failed" or "missing" ? "" : "a",
                Failure = "contract",
                StartedEvent = "e",
                FinishedAt = i,
            };
            store.Insert(s, row);
            if (row.State != "running") store.Finish(s, row).ShouldBeTrue();
            if (released) store.Release(s, row.RunId, "local", "dsv-1").ShouldBeTrue();
        }
        return true;
    });
}
