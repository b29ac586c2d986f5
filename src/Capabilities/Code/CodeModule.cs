using Cairn.Platform;
using Cairn.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Code;

/// <summary>Changes of each project's repository, with the suites and builds that are run on them.</summary>
public static class CodeModule
{
    public static IServiceCollection AddCode(this IServiceCollection services, CodeOptions? options = null)
    {
        services.AddMigrations(typeof(CodeModule).Assembly);
        services.AddSingleton(options ?? new CodeOptions());
        services.AddSingleton<ChangeStore>().AddSingleton<CheckStore>().AddSingleton<CodeStores>().AddSingleton<ScanDesk>();
        services.AddSingleton<ICodeRecords, CodeRecords>().AddSingleton<IAppReleases, AppReleaseStore>();
        services.AddSingleton<Merge>().AddSingleton<Intake>().AddSingleton<CheckLog>().AddSingleton<CheckTask>();
        services.AddSingleton<IHeadListener, HeadWatcher>();
        return services.AddJobHandler<ScanHandler>().AddJobHandler<CheckHandler>();
    }

    public static void MapCode(this IEndpointRouteBuilder routes)
    {
        ChangeEndpoints.Map(routes);
        CheckEndpoints.Map(routes);
        AppEndpoints.Map(routes);
    }
}
