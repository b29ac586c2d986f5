using Cairn.Endpoints;
using Cairn.Platform.Sql;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>What the room tells the registry's probe of the files behind its endpoints.</summary>
public sealed class ServedDigestsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task Each_version_that_answers_is_told_with_the_digest_of_its_file_as_it_lies_there_now(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView first = await at.ServeAsync(), second = await at.ServeAsync(2);
        // The first is counted for still, and is behind the endpoint no more.
        (await LoadedAsync(at)).ShouldBe([new ServedDigest(second.Id, second.Digest)]);
        first.Digest.ShouldNotBe(second.Digest);

        string path = await at.World.Get<IModelFiles>().PathAsync(second.Digest, Token);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(path, "x", Token);
        (await LoadedAsync(at)).ShouldHaveSingleItem().Digest.ShouldNotBe(second.Digest);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_has_nothing_loaded_and_one_that_never_answered_is_not_told()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        (await at.World.Get<IServedDigests>().ListAsync(Token)).ShouldBeEmpty();
        await at.ServeAsync();
        await at.World.Database.WriteAsync(s => at.World.Get<EndpointStore>().Retire(s, DeliveryWorld.Project, DeliveryWorld.Endpoint, "production"), cancellation: Token);
        ServedEndpoint gone = (await at.World.Get<IServedDigests>().ListAsync(Token)).ShouldHaveSingleItem();
        (gone.Project, gone.Endpoint, gone.Environment, gone.Loaded.Count).ShouldBe((DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", 0));
    }

    private static async Task<IReadOnlyList<ServedDigest>> LoadedAsync(DeliveryWorld at)
        => (await at.World.Get<IServedDigests>().ListAsync(Token)).Single(e => e.Environment == "production").Loaded;
}
