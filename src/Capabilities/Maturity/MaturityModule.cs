using Cairn.Maturity.Api;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Ladders;
using Cairn.Maturity.LedgerPages;
using Cairn.Maturity.Loop;
using Cairn.Maturity.Overview;
using Cairn.Maturity.Portfolio;
using Cairn.Maturity.Records;
using Cairn.Maturity.Shell;
using Cairn.Maturity.Statements;
using Cairn.Maturity.Timers;
using Cairn.Maturity.Waiving;
using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Maturity;

/// <summary>Which level a project has earned, from the ledger alone; and the pages that tell of the whole loop: portfolio, overview, maturity, ledger.</summary>
public static class MaturityModule
{
    public static IServiceCollection AddMaturity(this IServiceCollection services)
    {
        services.AddMigrations(typeof(MaturityModule).Assembly);
        services.AddSingleton(p => new RecordShelf(p.GetRequiredService<Platform.Ledger.ILedger>()));
        services.AddSingleton<Assessments>().AddSingleton<MaturityDesk>().AddHostedService<FirstLook>();
        services.AddSingleton<AssessmentRecorder>().AddSingleton<IProjectListener, AssessmentTimer>().AddJobHandler<AssessmentJob>();
        services.AddSingleton<StatementStore>().AddSingleton<StatementDesk>();
        services.AddSingleton<WaiverStore>().AddSingleton<WaiverDesk>();
        return services.AddPages();
    }

    public static void MapMaturity(this IEndpointRouteBuilder routes)
    {
        MaturityEndpoints.Map(routes);
        StatementEndpoints.Map(routes);
        WaiverEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        PortfolioEndpoints.Map(pages);
        OverviewEndpoints.Map(pages);
        LadderEndpoints.Map(pages);
        LedgerPageEndpoints.Map(pages);
    }

    private static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddSingleton<IFrameSource, ServerFrame>().AddLedgerTopics();
        services.AddSingleton<LoopReader>().AddSingleton<Stations>().AddSingleton<OverviewReader>();
        services.AddSingleton<MaturityReader>().AddSingleton<CapabilityReader>();
        return services.AddSingleton<LedgerDesk>();
    }
}
