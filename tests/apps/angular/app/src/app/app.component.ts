import { Component, inject, signal } from "@angular/core";
import { environment } from "../environments/environment";
import { Order, OrdersService } from "./orders.service";

@Component({
  selector: "app-root",
  template: `
    <h1>{{ site }}</h1>
    <button (click)="refresh()">Orders</button>
    @for (order of orders(); track order.id) {
      <p>{{ date(order) }}</p>
    }
    <div id="g_id_onload" [attr.data-client_id]="clientId"></div>
    <a [href]="'mailto:' + support">{{ support }}</a>
  `,
})
export class AppComponent {
  private readonly service = inject(OrdersService);
  protected readonly site = environment.siteName;
  protected readonly clientId = environment.googleClientId;
  protected readonly support = environment.supportEmail;
  protected readonly orders = signal<Order[]>([]);

  protected async refresh() {
    this.orders.set(await this.service.all());
  }

  protected date(order: Order) {
    return new Date(order.placed).toLocaleDateString(environment.locale);
  }
}
