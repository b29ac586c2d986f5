using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Serving;

namespace Cairn.Server;

/// <summary>The server: platform, rooms, pages and the data plane in one process.</summary>
internal static class ServerHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        ServerOptions options;
        ServingLimits limits;
        try
        {
            options = ServerOptions.Parse(args);
            limits = ServingLimits.Read(Environment.GetEnvironmentVariable);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(options.Port);
            kestrel.AddServerHeader = false;
        });
        builder.Logging.AddConsoleLog(builder.Configuration).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddPlatform(options.Platform).AddCairnWeb().AddLedgerTopics();
        builder.Services.AddRooms().AddServingPlane().AddApiDescription();
        builder.Services.AddOptions<ServingOptions>().Configure(limits.Apply);
        if (options.Prober) builder.Services.AddProber();

        WebApplication app = builder.Build();
        app.UsePlatform();
        app.UseCairnWeb();
        app.UseRouting();
        app.UseRooms();
        app.MapPlatform();
        app.MapCairnWeb();
        app.MapRooms();
        app.MapOpenApi();
        await app.RunAsync();
        return 0;
    }
}
