using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Projects;

/// <summary>Projects: registered from git repositories, with their people, roles and environments.</summary>
public static class ProjectsModule
{
    public static IServiceCollection AddProjects(this IServiceCollection services, ProjectsOptions? options = null)
    {
        services.AddMigrations(typeof(ProjectsModule).Assembly);
        if (options is not null) services.AddSingleton(options);
        services.TryAddSingleton(new ProjectsOptions());
        services.AddSingleton<ProjectStore>().AddSingleton<ProjectFiles>().AddSingleton<ProjectCatalog>().AddSingleton<IProjects>(p => p.GetRequiredService<ProjectCatalog>());
        services.AddSingleton<RoleStore>().AddSingleton<RoleGrants>().AddSingleton<ProjectRoles>();
        services.AddSingleton<IRoles>(p => p.GetRequiredService<ProjectRoles>()).AddSingleton<IRoleLookup>(p => p.GetRequiredService<ProjectRoles>());
        services.AddSingleton<Git>().AddSingleton<MirrorFolders>().AddSingleton<PublicAddresses>();
        services.AddSingleton<GitRepositories>().AddSingleton<IRepositories>(p => p.GetRequiredService<GitRepositories>());
        services.AddSingleton<ProjectDesk>().AddSingleton<ProjectListeners>().AddSingleton<Adoption>().AddSingleton<FileWriters>().AddSingleton<Synchronization>();
        services.AddSingleton<Registration>().AddSingleton<Lifecycle>();
        services.AddSealing().AddSingleton<SecretStore>().AddSingleton<GivenSecrets>().AddSingleton<ProjectSecrets>().AddSingleton<ISecrets>(p => p.GetRequiredService<ProjectSecrets>());
        return services.AddJobHandler<SyncHandler>();
    }

    /// <summary>Encryption with the server's key, for rooms that keep secrets of their own.</summary>
    public static IServiceCollection AddSealing(this IServiceCollection services)
    {
        services.TryAddSingleton(new ProjectsOptions());
        services.TryAddSingleton<SecretKey>();
        services.TryAddSingleton<SecretBox>();
        services.TryAddSingleton<ISealing>(p => p.GetRequiredService<SecretBox>());
        return services;
    }

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        ProjectEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        EnvironmentEndpoints.Map(routes);
        SecretEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        SettingsPages.Map(pages);
        PeoplePages.Map(pages);
    }
}
