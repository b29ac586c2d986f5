using Cairn.Platform;

namespace Cairn.Rooms.Tests;

/// <summary>Which rooms a world has, and in which time it lives.</summary>
public sealed record TestWorldOptions
{
    /// <summary>Adds the rooms, e.g. <c>s => s.AddIdentity().AddProjects()</c>.</summary>
    public Action<IServiceCollection> Rooms { get; init; } = _ => { };

    /// <summary>Middleware between the platform's and the routes, e.g. <c>a => a.UseIdentity()</c>.</summary>
    public Action<IApplicationBuilder> Middleware { get; init; } = _ => { };

    /// <summary>Maps the rooms' routes.</summary>
    public Action<WebApplication> Routes { get; init; } = _ => { };

    /// <summary>Start of a simulated clock; null for a world in real time.</summary>
    public DateTimeOffset? SimulatedClock { get; init; } = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Listens on a free port of the loopback address, for a browser; else HTTP stays in process.</summary>
    public bool Listens { get; init; }

    /// <summary>What else the platform is told, e.g. <c>o => o with { PublicUrl = … }</c>.</summary>
    public Func<PlatformOptions, PlatformOptions> Platform { get; init; } = o => o;

    public long Seed { get; init; } = 7;
}
