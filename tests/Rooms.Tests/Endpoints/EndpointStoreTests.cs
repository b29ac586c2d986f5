using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class EndpointStoreTests
{
    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task What_is_retired_is_told_apart_by_route_until_it_is_declared_again(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        var store = at.World.Get<EndpointStore>();
        await at.World.Database.WriteAsync(s =>
        {
            store.Declare(s, Of("zebra"), now: 1);
            store.Declare(s, Of("ape"), now: 1);
            store.Served(s, Of("ape"), fault: "its file is away", goodRoute: null);
            Told(s).ShouldBe(("", "ape zebra"));
            store.Retire(s, DeliveryWorld.Project, "zebra", "production");
            store.Retire(s, DeliveryWorld.Project, "ape", "production");
            Told(s).ShouldBe(("ape zebra", ""));
            EndpointView ape = store.Retired(s)[0];
            (ape.State, ape.Fault, ape.Variants.Count).ShouldBe(("retired", null, 0), "nothing can be wrong with what serves no more");

            store.Declare(s, Of("zebra"), now: 2);
            Told(s).ShouldBe(("ape", "zebra"));
        }, cancellation: TestContext.Current.CancellationToken);

        (string Retired, string Active) Told(SqlSession s) =>
            (string.Join(' ', store.Retired(s).Select(e => e.Name)), string.Join(' ', store.Active(s, DeliveryWorld.Project).Select(e => e.Name).Where(n => n != DeliveryWorld.Endpoint).Distinct()));
    }

    private static EndpointView Of(string name) => new() { Project = DeliveryWorld.Project, Name = name, Environment = "production", EnvironmentRole = "production", Route = name, Model = "train.model", State = "active" };
}
