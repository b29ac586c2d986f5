using Cairn.Serving.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Serving;

/// <summary>How the web server treats connections, for a host that answers predictions.</summary>
public static class ServingConnections
{
    /// <summary>Reads and writes go by larger blocks of memory than the web server's own, for bodies of megabytes.</summary>
    public static IServiceCollection AddServingBlocks(this IServiceCollection services) => services.AddSingleton<IMemoryPoolFactory<byte>, BlockPools>();
}
