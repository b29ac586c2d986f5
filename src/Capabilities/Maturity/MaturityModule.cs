using Cairn.Maturity.Api;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Records;
using Cairn.Maturity.Statements;
using Cairn.Maturity.Timers;
using Cairn.Maturity.Waiving;
using Cairn.Platform;
using Cairn.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Maturity;

/// <summary>Which level a project has earned, from the ledger alone.</summary>
public static class MaturityModule
{
    public static IServiceCollection AddMaturity(this IServiceCollection services)
    {
        services.AddMigrations(typeof(MaturityModule).Assembly);
        services.AddSingleton(p => new RecordShelf(p.GetRequiredService<Platform.Ledger.ILedger>()));
        services.AddSingleton<Assessments>().AddSingleton<MaturityDesk>();
        services.AddSingleton<AssessmentRecorder>().AddSingleton<IProjectListener, AssessmentTimer>().AddJobHandler<AssessmentJob>();
        services.AddSingleton<StatementStore>().AddSingleton<StatementDesk>();
        services.AddSingleton<WaiverStore>().AddSingleton<WaiverDesk>();
        return services;
    }

    public static void MapMaturity(this IEndpointRouteBuilder routes)
    {
        MaturityEndpoints.Map(routes);
        StatementEndpoints.Map(routes);
        WaiverEndpoints.Map(routes);
    }
}
