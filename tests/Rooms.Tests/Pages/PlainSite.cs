namespace Cairn.Rooms.Tests.Pages;

/// <summary>The whole server with one project that is empty, for the tests of a class together.</summary>
public sealed class PlainSite : IAsyncLifetime
{
    private TestRepository? _repository;
    private TestWorld? _world;

    public TestWorld World => _world!;

    public async ValueTask InitializeAsync() => (_world, _repository) = await PagesWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        _repository?.Dispose();
    }
}
